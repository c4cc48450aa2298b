using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>The page of the documents that holds a whole comparison.</summary>
internal static class ComparisonPage
{
    public static string Of(string command, DateTime date, IEnumerable<string> peers, IEnumerable<Limits> limits, Comparison comparison)
    {
        var page = new StringBuilder();
        page.Append(Invariant($"""
            # Beside PyTorch and ONNX Runtime

            This page is written by one command, which runs ours and the peers in turns (`benchmarks/peers` installs them):

            ```bash
            {command}
            ```

            {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {Machine.Processor}, {Machine.Threads} threads, {Machine.Runtime}; {string.Join(", ", peers)}.

            A ratio is the peer's seconds over ours: above 1, ours is faster. The peers are at their best: PyTorch with one thread or
            all, with either build of OpenBLAS, told the processor; ONNX Runtime, which runs `infer/*`, with one thread or all. Ours is
            the better of one thread and all. Every figure is the median over the rounds of the medians of repetitions. "Of the limit"
            is the share of what the processor can do with as many threads: of rows that count flops, of the rate of fused products and
            sums; of rows that move elements, of the bandwidth of the cache, or memory, that holds them. "First call" is what the very
            first call took longer, compiling included; it is outside of the median.

            {string.Join("\n", comparison.Summary())}

            ## Geometric means

            {comparison.Means().ToMarkdown()}
            ## Rows

            {comparison.Rows().ToMarkdown()}
            ## Limits


            """));
        foreach (var limit in limits) page.Append("```text\n").AppendJoin('\n', limit.Lines()).Append("\n```\n\n");
        return page.ToString().TrimEnd() + "\n";
    }
}
