using Autograd.Benchmarks;

string verb = args.Length > 0 ? args[0] : "";
string[] rest = args.Length > 0 ? args[1..] : [];
try
{
    return verb switch
    {
        "workloads" => WorkloadsVerb.Run(new Options(rest, "only=", "threads=", "reps=", "list")),
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
        """);
    return 2;
}
