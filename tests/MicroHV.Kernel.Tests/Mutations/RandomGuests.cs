// Guests that do whatever comes to their minds.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;

namespace MicroHV.Kernel.Tests.Mutations;

/// <summary>Scripts of random exits with hostile arguments.</summary>
internal static class RandomGuests
{
    /// <summary>A step that takes up to a window.</summary>
    public static GuestStep Step(ProcessorKind kind, Random random) =>
        new((ulong)random.Next(400_000), Exit(kind, random));

    private static GuestExit Exit(ProcessorKind kind, Random random) => random.Next(16) switch
    {
        0 => GuestExit.Cpuid((uint)random.NextInt64(), (uint)random.Next(70)),
        1 => GuestExit.Cpuid((uint)random.Next(0x20), (uint)random.Next(70)),
        2 or 3 or 4 => GuestExit.Hypercall(
            kind, Hypercall.ConsoleWrite, Address(random), (ulong)random.Next(random.Next(2) == 0 ? 257 : 1_000_000)),
        5 => GuestExit.Hypercall(kind, (Hypercall)random.Next(3), Address(random), Address(random)),
        6 => GuestExit.Hypercall(kind, Hypercall.Report, (ulong)random.Next(2)),
        7 => GuestExit.ReadMsr((uint)random.NextInt64()),
        8 => GuestExit.ReadMsr(0xC000_0080u + (uint)random.Next(0x100)),
        9 => GuestExit.WriteMsr(0xC000_0080u + (uint)random.Next(0x100), (ulong)random.NextInt64()),
        10 => GuestExit.WriteMsr(0x277, (ulong)random.NextInt64() & 0x0707_0707_0707_0707),
        11 => WriteControlRegister(random),
        12 => GuestExit.Touch(Address(random), RegionRights.Write),
        13 => GuestExit.AlignmentCheck(),
        14 => GuestExit.Nmi(),
        _ => GuestExit.Cpuid(1) with { InterruptedEvent = Event(random) },
    };

    // #PF, #UD, or an interrupt, while it is being delivered.
    private static ulong Event(Random random) => random.Next(3) switch
    {
        0 => 0x2_8000_0B0E,
        1 => 0x8000_0306,
        _ => 0x8000_0000 | (ulong)random.Next(32, 256),
    };

    // MOV CR0 or CR4, RBX.
    private static GuestExit WriteControlRegister(Random random)
    {
        bool isCr0 = random.Next(2) == 0;
        ulong value = random.Next(3) == 0 ? (ulong)random.NextInt64() : (ulong)random.Next();
        return new GuestExit
        {
            VmxReason = VmxExitReason.ControlRegisterAccess,
            VmxQualification = 0x300ul | (isCr0 ? 0ul : 4),
            SvmCode = isCr0 ? SvmExitCode.Cr0SelectiveWrite : SvmExitCode.Cr4Write,
            Instruction = [0x0F, 0x22, isCr0 ? (byte)0xC3 : (byte)0xE3],
            Act = (ref vcpu) => vcpu.Registers.Rbx = value,
        };
    }

    private static ulong Address(Random random) => random.Next(4) switch
    {
        0 => SmallSystem.MemoryBase + (ulong)random.Next(0x9000),
        1 => (ulong)random.Next(0x3000),
        2 => ulong.MaxValue - (ulong)random.Next(0x2000),
        _ => (ulong)random.NextInt64(),
    };
}
