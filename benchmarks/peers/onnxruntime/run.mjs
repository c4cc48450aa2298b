// The second peer's side of the inference workloads, run in the folder that holds node_modules and models:
//   node run.mjs [--threads N] [--only PREFIX[,PREFIX...]] [--reps R]
// A JSON line each, as pytorch_workloads.py prints, and "off": the largest relative error of the first elements against PyTorch's.
import { readdirSync, readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const option = (name, otherwise) => {
  const i = process.argv.indexOf(name);
  return i < 0 ? otherwise : process.argv[i + 1];
};
const threads = Number(option('--threads', '2')), reps = Number(option('--reps', '7'));
const prefixes = option('--only', '').split(',');

// As measure in pytorch_workloads.py: a repetition is as many calls as fit into 60 ms.
const budget = 0.06;

const timed = async (f, count) => {
  const start = performance.now();
  for (let i = 0; i < count; i++) await f();
  return (performance.now() - start) / 1000 / count;
};

for (const file of readdirSync('models').filter(f => f.endsWith('.json')).sort()) {
  const info = JSON.parse(readFileSync(`models/${file}`));
  if (!prefixes.some(p => info.name.startsWith(p))) continue;
  const session = await ort.InferenceSession.create(`models/${file.replace('.json', '.onnx')}`, { intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: 'all' });
  const feeds = {};
  info.shapes.forEach((shape, i) => {
    const n = shape.reduce((a, b) => a * b, 1);
    feeds[`x${i}`] = info.kinds[i] === 'int64'
      ? new ort.Tensor('int64', BigInt64Array.from({ length: n }, (_, j) => BigInt(j % 65)), shape)
      : new ort.Tensor('float32', Float32Array.from({ length: n }, (_, j) => Math.sin(0.1 * j)), shape);
  });
  const run = () => session.run(feeds);
  const first = (await run()).y.data;
  const off = info.first.reduce((worst, v, j) => Math.max(worst, Math.abs(v - first[j]) / (1e-3 + Math.abs(v))), 0);
  await timed(run, 3);
  const count = Math.max(1, Math.floor(budget / Math.max(await timed(run, 1), 1e-7)));
  const times = [];
  for (let i = 0; i < reps; i++) times.push(await timed(run, count));
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ name: info.name, seconds: times[times.length >> 1], best: times[0], threads, work: info.work, unit: info.work ? 'flop' : null, off: Number(off.toPrecision(2)) }));
}
