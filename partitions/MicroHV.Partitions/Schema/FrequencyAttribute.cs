// A key whose value is a frequency.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>A key of a frequency in hertz.</summary>
internal sealed class FrequencyAttribute(string name) : QuantityAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => "frequency";

    /// <inheritdoc/>
    protected override string Phrase => "a frequency";

    /// <inheritdoc/>
    protected override string WayOut => "\"1GHz\", with Hz, kHz, MHz or GHz";

    /// <inheritdoc/>
    protected override bool AllowsInteger => false;

    /// <inheritdoc/>
    protected override string UnitPattern => "(Hz|kHz|MHz|GHz)";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out ulong value) => Units.TryParseFrequency(text, out value);
}
