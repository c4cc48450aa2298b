using Autograd.Benchmarks;

string verb = args.Length > 0 ? args[0] : "";
string[] rest = args.Length > 0 ? args[1..] : [];
try
{
    return verb switch
    {
        "workloads" => WorkloadsVerb.Run(new Options(rest, "only=", "threads=", "reps=", "calls=", "collector", "list")),
        "compare" => Compare(new Options(rest, "only=", "rounds=", "reps=", "peer=", "baseline=", "write")),
        "narrow" => NarrowVerb.Run(new Options(rest, "only=", "rounds=", "reps=")),
        "growth" => GrowthVerb.Run(new Options(rest, "only=", "rounds=", "reps=", "calls=", "peer=", "write")),
        "collector" => CollectorVerb.Run(new Options(rest, "only=", "write")),
        "limits" => LimitsVerb.Run(),
        "micro" => MicroVerb.Run(rest),
        "soak" => SoakVerb.Run(new Options(rest, "steps=", "models=", "live-objects=")),
        "soak-all" => SoakAllVerb.Run(new Options(rest, "steps=")),
        _ => Usage(),
    };
}
catch (OptionException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

static int Compare(Options options) => options.Has("baseline") ? BaselineVerb.Run(options) : CompareVerb.Run(options);

static int Usage()
{
    Console.Error.WriteLine(
        """
        workloads [--only PREFIX[,PREFIX...]] [--threads N] [--reps R] [--list]
            the named workloads, a JSON line each; without --threads, the better of one thread and all
        workloads --only NAME --calls N
            times nothing: the peak of memory of N calls
        workloads --only NAME --collector
            times nothing: bytes, collections and pauses of warm calls
        compare [--only PREFIX[,PREFIX...]] [--rounds R] [--reps R] [--peer FOLDER] [--write]
            the same in turns with the peers at their best, with targets and limits; --write writes docs/benchmarks.md
        compare --baseline FILE [--only PREFIX[,PREFIX...]] [--rounds R] [--reps R]
            the same in turns with another build, of which FILE is the Autograd.Benchmarks.dll or its folder
        narrow [--only PREFIX[,PREFIX...]] [--rounds R] [--reps R]
            the same with registers of 256 and of 128 bits, in turns with the full width
        growth [--only PART[,PART...]] [--rounds R] [--reps R] [--calls N] [--peer FOLDER] [--write]
            how a step grows with its sizes and with threads, the start of a process, the peak of memory (parts: sizes, threads,
            start, memory); --write writes docs/growth.md and its pictures
        collector [--only PREFIX[,PREFIX...]] [--write]
            what training steps ask of the garbage collector: bytes, collections, pauses; --write writes docs/collector.md
        limits
            what the processor can do: flops, bytes by reach, an allocation, the waking of a worker
        micro [BenchmarkDotNet's options]
            kernel by kernel, such as --filter *MatMul*
        soak [--steps N] [--models M] [--live-objects N]
            trains for a long time and prints what the memory does
        soak-all [--steps N]
            the same plain, under the server's collector, beside many objects, with two models, under a heap limit
        """);
    return 2;
}
