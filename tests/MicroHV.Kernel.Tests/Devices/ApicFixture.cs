// A virtual CPU with nothing but its local APIC.
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Devices;
using MicroHV.Model;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Kernel.Tests.Devices;

/// <summary>The APIC is switched on, its clock is not divided, and nothing has happened yet.</summary>
internal sealed class ApicFixture : IDisposable
{
    private const ulong PageAddress = 0x1000;
    private const uint DivideByOne = 0xB;

    private readonly SoftwareMachine _machine = new(0x2000);

    /// <summary>The virtual CPU.</summary>
    public GuestCpu Vcpu;

    public ApicFixture() => Reset();

    /// <summary>As at the beginning.</summary>
    public void Reset()
    {
        Vcpu = new GuestCpu { ApicPage = PageAddress };
        VirtualApic.Reset(ref Vcpu, 0);
        Write(ApicRegister.SpuriousVector, ApicRegister.SoftwareEnable);
        Write(ApicRegister.DivideConfiguration, DivideByOne);
    }

    /// <summary>Writes a register, at TSC <paramref name="now"/>, as the guest does.</summary>
    public void Write(uint register, ulong value, ulong now = 0) =>
        Assert.True(ApicMsrs.TryWrite(ref Vcpu, ApicRegister.FirstMsr + (register >> 4), value, now));

    /// <summary>Reads a register, at TSC <paramref name="now"/>, as the guest does.</summary>
    public ulong Read(uint register, ulong now = 0)
    {
        Assert.True(ApicMsrs.TryRead(ref Vcpu, ApicRegister.FirstMsr + (register >> 4), now, out ulong value));
        return value;
    }

    public void Dispose() => _machine.Dispose();
}
