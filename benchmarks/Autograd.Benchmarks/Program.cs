using Autograd.Benchmarks;

string verb = args.Length > 0 ? args[0] : "";
string[] rest = args.Length > 0 ? args[1..] : [];
try
{
    return verb switch
    {
        "workloads" => WorkloadsVerb.Run(new Options(rest, "only=", "threads=", "reps=", "list")),
        "compare" => CompareVerb.Run(new Options(rest, "only=", "reps=", "peer=")),
        "limits" => LimitsVerb.Run(),
        "kernels" => KernelsVerb.Run(rest),
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

static int Usage()
{
    Console.Error.WriteLine(
        """
        workloads [--only PREFIX[,PREFIX...]] [--threads N] [--reps R] [--list]
            the named workloads, a JSON line each; without --threads, the better of one thread and all
        compare [--only PREFIX[,PREFIX...]] [--reps R] [--peer PATH]
            the same beside the peer at its best, with the targets
        limits
            what the processor can do: flops, bytes by reach, an allocation, the waking of a worker
        kernels [BenchmarkDotNet's options]
            some kernels without tensors around them
        soak [--steps N] [--models M] [--live-objects N]
            trains for a long time and prints what the memory does
        soak-all [--steps N]
            the same plain, under the server's collector, beside many objects, with two models, under a heap limit
        """);
    return 2;
}
