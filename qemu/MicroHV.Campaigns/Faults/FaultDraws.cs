// Numbers of one run of a campaign.
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace MicroHV.Campaigns.Faults;

/// <summary>
/// Numbers by chance, each a hash of the seed, the run and what is drawn: no draw depends on another, so that two lanes draw the
/// same of whatever both have.
/// </summary>
/// <param name="seed">The campaign's.</param>
/// <param name="run">Number of the run, from 1.</param>
internal readonly struct FaultDraws(ulong seed, long run)
{
    /// <summary>Any number of 64 bits.</summary>
    /// <param name="what">What is drawn.</param>
    public ulong Number(string what)
    {
        Span<byte> bytes = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(what.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, seed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], run);
        int length = Encoding.UTF8.GetBytes(what, bytes[16..]);
        return XxHash3.HashToUInt64(bytes[..(16 + length)]);
    }

    /// <summary>A number below <paramref name="count"/>, which is not 0.</summary>
    public ulong Below(string what, ulong count) => (ulong)(((UInt128)Number(what) * count) >> 64);

    /// <summary>One of <paramref name="choices"/>, of which there is at least one.</summary>
    public T OneOf<T>(string what, IReadOnlyList<T> choices) => choices[(int)Below(what, (ulong)choices.Count)];
}
