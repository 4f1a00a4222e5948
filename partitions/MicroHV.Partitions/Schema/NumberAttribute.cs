// A key whose value is a number.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a plain number.</summary>
internal sealed class NumberAttribute(string name) : QuantityAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "integer";

    /// <inheritdoc/>
    protected override string Phrase => "a number";

    /// <inheritdoc/>
    protected override string WayOut => "a number such as 115200 or 0x3f8";

    /// <inheritdoc/>
    protected override bool AllowsInteger => true;

    /// <inheritdoc/>
    protected override string UnitPattern => "";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out ulong value) => Units.TryParseNumber(text, out value);
}
