# Steps with a title, a time and a verdict, and the totals of the test projects. Sourced by run and slow.

results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
broken=()
runs=0

# step TITLE COMMAND...: runs it; a failure is remembered for the closing line and is the step's exit code.
step() {
    local title="$1" start=$SECONDS
    shift
    printf '\n== %s\n' "$title"
    if "$@"; then
        printf '== %s: done in %d s\n' "$title" $((SECONDS - start))
    else
        printf '== %s: FAILED after %d s\n' "$title" $((SECONDS - start))
        broken+=("$title")
        return 1
    fi
}

# tests TITLE COMMAND...: a step whose command runs `dotnet test`; each test project leaves a report of its own.
tests() {
    runs=$((runs + 1))
    AUTOGRAD_REPORTS="$results" AUTOGRAD_REPORT_NAME="$runs" step "$@"
}

# The commands of the README: the lines of its ```sh blocks.
readme_commands() {
    awk '/^```sh$/ { inside = 1; next } /^```/ { inside = 0 } inside && NF && !/^#/' README.md
}

# sum ATTRIBUTE: over the counters of all reports.
sum() {
    grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -cd '0-9\n' | awk '{ n += $1 } END { print n + 0 }' || true
}

# The closing line, and the end of the script. A step that broke without a failing test (a build, a crash of the test host) counts as one failure.
finish() {
    local passed failed
    passed=$(sum passed)
    failed=$(sum failed)
    printf '\n'
    if ((${#broken[@]})); then
        printf 'Broken: %s\n' "${broken[@]}"
        if ((failed == 0)); then failed=${#broken[@]}; fi
    fi
    if ((passed == 0)); then failed=$((failed > 0 ? failed : 1)); fi
    printf '%d passed, %d failed\n' "$passed" "$failed"
    exit $((failed > 0))
}
