using Autograd.Benchmarks;

string verb = args.Length > 0 ? args[0] : "";
string[] rest = args.Length > 0 ? args[1..] : [];
try
{
    return verb switch
    {
        "workloads" => WorkloadsVerb.Run(new Options(rest, "only=", "threads=", "reps=", "list")),
        "compare" => CompareVerb.Run(new Options(rest, "only=", "reps=", "peer=")),
        "kernels" => KernelsVerb.Run(rest),
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
        kernels [BenchmarkDotNet's options]
            some kernels without tensors around them
        """);
    return 2;
}
