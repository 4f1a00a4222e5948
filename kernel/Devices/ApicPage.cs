// The frame that holds a virtual local APIC.
namespace MicroHV.Kernel.Devices;

using System;
using System.Numerics;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// Registers where a local APIC has them, and behind those what it keeps to itself. A page like this is what a processor that
/// virtualizes APICs works on: SDM 3C, "Virtual APIC State".
/// </summary>
internal readonly unsafe struct ApicPage
{
    // Behind the architectural registers, which end at 400H.
    private const uint TimerExpiryOffset = 0x400;
    private const uint LatentErrorsOffset = 0x408;
    private const uint VectorsPerWord = 32;
    private const uint WordStride = 0x10;
    private const uint WordCount = 8;

    private readonly byte* _page;

    /// <summary>The page of <paramref name="vcpu"/>.</summary>
    internal ApicPage(in Vcpu vcpu) => _page = (byte*)Cpu.Frame(new HostPhysical(vcpu.ApicPage));

    /// <summary>The register at <paramref name="offset"/>, an <see cref="ApicRegister"/>.</summary>
    internal ref uint this[uint offset] => ref *(uint*)(_page + offset);

    /// <summary>TSC at which the timer expires next; 0 if it is not armed.</summary>
    internal ref ulong TimerExpiry => ref *(ulong*)(_page + TimerExpiryOffset);

    /// <summary>Errors since the guest last wrote the error status register.</summary>
    internal ref uint LatentErrors => ref *(uint*)(_page + LatentErrorsOffset);

    /// <summary>True unless software has switched it off, as it is after reset.</summary>
    internal bool IsEnabled => (this[ApicRegister.SpuriousVector] & ApicRegister.SoftwareEnable) != 0;

    /// <summary>Zeroes all of it.</summary>
    internal void Clear() => new Span<byte>(_page, (int)FrameSize.Size4K).Clear();

    /// <summary>True if the bit of <paramref name="vector"/> is set in <paramref name="bank"/>, the first of eight registers.</summary>
    internal bool Has(uint bank, uint vector) => (Word(bank, vector) & Bit(vector)) != 0;

    /// <summary>Sets the bit of <paramref name="vector"/> in <paramref name="bank"/>.</summary>
    internal void Set(uint bank, uint vector) => Word(bank, vector) |= Bit(vector);

    /// <summary>Clears the bit of <paramref name="vector"/> in <paramref name="bank"/>.</summary>
    internal void Clear(uint bank, uint vector) => Word(bank, vector) &= ~Bit(vector);

    /// <summary>The highest vector whose bit is set in <paramref name="bank"/>; 0 if none is.</summary>
    internal uint Highest(uint bank)
    {
        for (uint word = WordCount; word > 0; word--)
        {
            uint bits = this[bank + (WordStride * (word - 1))];
            if (bits != 0)
            {
                return (VectorsPerWord * (word - 1)) + (uint)BitOperations.Log2(bits);
            }
        }

        return 0;
    }

    private static uint Bit(uint vector) => 1u << (int)(vector % VectorsPerWord);

    private ref uint Word(uint bank, uint vector) => ref this[bank + (WordStride * (vector / VectorsPerWord))];
}
