// A key whose value is a size.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a size or an address in bytes.</summary>
internal sealed class SizeAttribute(string name) : QuantityAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "size";

    /// <inheritdoc/>
    protected override string Phrase => "a size";

    /// <inheritdoc/>
    protected override string WayOut => "\"16MiB\", with B, KiB, MiB or GiB, or bytes as a number";

    /// <inheritdoc/>
    protected override bool AllowsInteger => true;

    /// <inheritdoc/>
    protected override string UnitPattern => "(B|KiB|MiB|GiB)?";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out ulong value) => Units.TryParseSize(text, out value);
}
