// CPUID masks in the words of a description.
using System.Globalization;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Policy;

namespace MicroHV.Partitions.Views;

/// <summary>Names what masks hide: features whose bits are all hidden, and every other bit by its place.</summary>
internal static class HiddenCpuid
{
    private const int RegisterBits = 32;

    /// <summary>What <paramref name="masks"/> hide.</summary>
    public static IReadOnlyList<string> Of(ReadOnlySpan<CpuidMaskRecord> masks)
    {
        Dictionary<(uint Leaf, uint Subleaf, CpuidRegister Register), uint> hidden = [];
        foreach (ref readonly CpuidMaskRecord mask in masks)
        {
            // A leaf without subleaves has the number 0 for them in a description.
            uint subleaf = mask.Subleaf == CpuidMaskRecord.AnySubleaf ? 0 : mask.Subleaf;
            Hide(hidden, (mask.Leaf, subleaf, CpuidRegister.Eax), mask.Eax);
            Hide(hidden, (mask.Leaf, subleaf, CpuidRegister.Ebx), mask.Ebx);
            Hide(hidden, (mask.Leaf, subleaf, CpuidRegister.Ecx), mask.Ecx);
            Hide(hidden, (mask.Leaf, subleaf, CpuidRegister.Edx), mask.Edx);
        }

        (string Name, IReadOnlyList<CpuidBit> Bits)[] features =
            [.. CpuidFeatures.All.Where(feature => feature.Bits.All(bit => IsHidden(hidden, bit)))];
        foreach (CpuidBit bit in features.SelectMany(feature => feature.Bits))
        {
            hidden[(bit.Leaf, bit.Subleaf, bit.Register)] &= ~bit.Bits;
        }

        return
        [
            .. features.Select(feature => feature.Name),
            .. hidden.OrderBy(entry => entry.Key).SelectMany(entry => Places(entry.Key, entry.Value)),
        ];
    }

    private static void Hide(
        Dictionary<(uint Leaf, uint Subleaf, CpuidRegister Register), uint> hidden,
        (uint Leaf, uint Subleaf, CpuidRegister Register) place,
        uint bits) => hidden[place] = hidden.GetValueOrDefault(place) | bits;

    private static bool IsHidden(
        Dictionary<(uint Leaf, uint Subleaf, CpuidRegister Register), uint> hidden, CpuidBit bit) =>
        (hidden.GetValueOrDefault((bit.Leaf, bit.Subleaf, bit.Register)) & bit.Bits) == bit.Bits;

    private static IEnumerable<string> Places((uint Leaf, uint Subleaf, CpuidRegister Register) place, uint bits) =>
        Enumerable.Range(0, RegisterBits)
            .Where(bit => (bits & (1u << bit)) != 0)
            .Select(bit => string.Create(
                CultureInfo.InvariantCulture,
                $"0x{place.Leaf:X}.{place.Subleaf}.{place.Register.ToString().ToLowerInvariant()}.{bit}"));
}
