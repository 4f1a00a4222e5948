// A key whose value is a time.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a time in nanoseconds.</summary>
internal sealed class TimeAttribute(string name) : QuantityAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "time";

    /// <inheritdoc/>
    protected override string Phrase => "a time";

    /// <inheritdoc/>
    protected override string WayOut => "\"10ms\", with ns, us, ms or s";

    /// <inheritdoc/>
    protected override bool AllowsInteger => false;

    /// <inheritdoc/>
    protected override string UnitPattern => "(ns|us|ms|s)";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out ulong value) => Units.TryParseTime(text, out value);
}
