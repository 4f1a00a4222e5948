// A record's line, to and from bytes.
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The form of records on the console line: '#', kind, space, hexadecimal digits.</summary>
public static class WireRecord
{
    private const int PrefixLength = 4;

    /// <summary>Reads a line, without its line feed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="kind">The kind, which may be none that we know.</param>
    /// <param name="record">The bytes of the struct.</param>
    /// <returns>False if the line has another form.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out WireRecordKind kind, out byte[] record)
    {
        kind = WireRecordKind.Undefined;
        record = [];
        if (line.Length < PrefixLength || line[0] != (byte)'#' || line[3] != (byte)' ')
        {
            return false;
        }

        Span<byte> kindByte = stackalloc byte[1];
        if (Convert.FromHexString(line.Slice(1, 2), kindByte, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        ReadOnlySpan<byte> digits = line[PrefixLength..];
        byte[] bytes = new byte[digits.Length / 2];
        if (digits.Length % 2 != 0 || Convert.FromHexString(digits, bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        kind = (WireRecordKind)kindByte[0];
        record = bytes;
        return true;
    }

    /// <summary>The struct that the bytes are, if they are exactly as many as it has.</summary>
    /// <typeparam name="TRecord">A struct of <c>kernel/Abi</c>.</typeparam>
    /// <param name="bytes">Bytes of a record.</param>
    /// <param name="record">The struct.</param>
    public static bool TryAs<TRecord>(ReadOnlySpan<byte> bytes, out TRecord record)
        where TRecord : unmanaged
    {
        bool fits = bytes.Length == Unsafe.SizeOf<TRecord>();
        record = fits ? MemoryMarshal.Read<TRecord>(bytes) : default;
        return fits;
    }

    /// <summary>The crash record that the bytes are: a whole one, or one that ends before the refused entry.</summary>
    /// <param name="bytes">Bytes of a record.</param>
    /// <param name="record">The struct.</param>
    public static bool TryAsCrash(ReadOnlySpan<byte> bytes, out CrashRecord record)
    {
        record = default;
        bool fits = bytes.Length == Unsafe.SizeOf<CrashRecord>() || bytes.Length == CrashRecord.ShortSizeBytes;
        if (fits)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(new Span<CrashRecord>(ref record)));
        }

        return fits;
    }

    /// <summary>The line of a record, as the kernel writes it, line feed included.</summary>
    /// <typeparam name="TRecord">A struct of <c>kernel/Abi</c>.</typeparam>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The struct.</param>
    public static string Write<TRecord>(WireRecordKind kind, in TRecord record)
        where TRecord : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<TRecord>(in record));
        return $"#{(byte)kind:x2} {Convert.ToHexStringLower(bytes)}\n";
    }
}
