// The server draws; the page lists the runs, says which are not to be shown, and asks again when it hears of something new.
const list = document.getElementById("runs");
const charts = document.getElementById("charts");
const status = document.getElementById("status");
const follow = document.getElementById("follow");
const hidden = new Set();
let isDrawing = false;
let isStale = false;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function show(runs) {
  list.replaceChildren(...runs.map(run => {
    const card = element("label", "run");
    const box = element("input");
    box.type = "checkbox";
    box.checked = !hidden.has(run.name);
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(run.name);
      else hidden.add(run.name);
      draw();
    });
    card.append(box, " ", element("b", "", run.name), element("small", "epoch", `epoch ${run.epoch}`));
    for (const number of run.last) card.append(element("small", "", `${number.column} ${number.value}`));
    if (run.problem) card.append(element("small", "problem", run.problem));
    return card;
  }));
  const epoch = Math.max(0, ...runs.map(run => run.epoch));
  status.textContent = epoch > 0 ? `epoch ${epoch}` : "waiting for the first epoch";
}

async function draw() {
  isStale = true;
  if (isDrawing) return;
  isDrawing = true;
  try {
    while (isStale) {
      isStale = false;
      const query = new URLSearchParams([...hidden].map(name => ["hide", name]));
      if (follow.checked) query.append("last", "30");
      const answer = await fetch(`/charts?${query}`);
      if (answer.ok) charts.innerHTML = await answer.text();
    }
  } catch {
    status.textContent = "the board does not answer";
  } finally {
    isDrawing = false;
  }
}

follow.addEventListener("change", draw);
const events = new EventSource("/events");
events.onmessage = message => {
  show(JSON.parse(message.data));
  draw();
};
events.onerror = () => { status.textContent = "the connection is lost; trying again"; };
