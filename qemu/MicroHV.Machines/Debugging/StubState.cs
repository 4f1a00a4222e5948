// The registers of a stopped machine that say whose instruction comes next.
using System.Buffers.Binary;

namespace MicroHV.Machines;

/// <summary>Some registers, as QEMU's gdb stub sends them in the order of its 64-bit target description.</summary>
/// <param name="Rip">RIP.</param>
/// <param name="Cr0">CR0.</param>
/// <param name="Cr3">CR3.</param>
/// <param name="Cr4">CR4.</param>
/// <param name="Efer">IA32_EFER.</param>
internal readonly record struct StubState(ulong Rip, ulong Cr0, ulong Cr3, ulong Cr4, ulong Efer)
{
    private const int RipOffset = 128;
    private const int Cr0Offset = 188;
    private const int Cr3Offset = 204;
    private const int Cr4Offset = 212;
    private const int EferOffset = 228;
    private const int FewestBytes = 236;

    /// <summary>Reads the answer to 'g'.</summary>
    /// <param name="digits">Hexadecimal digits.</param>
    /// <exception cref="InvalidDataException">It is no such answer.</exception>
    public static StubState Read(string digits)
    {
        byte[] bytes = new byte[FewestBytes];
        bool isWhole = digits.Length >= FewestBytes * 2
            && Convert.FromHexString(digits.AsSpan(0, FewestBytes * 2), bytes, out _, out _)
                == System.Buffers.OperationStatus.Done;
        return isWhole
            ? new StubState(
                U64(bytes, RipOffset), U64(bytes, Cr0Offset), U64(bytes, Cr3Offset), U64(bytes, Cr4Offset),
                U64(bytes, EferOffset))
            : throw new InvalidDataException("QEMU's gdb stub does not send the registers of a 64-bit processor");
    }

    private static ulong U64(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));
}
