// Makes the lives of a system's guests of a case.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Stop;
using MicroHV.Model;

namespace MicroHV.Fuzzing.Health;

/// <summary>Steps by chance, each with what it means to the health monitor.</summary>
internal static class HealthDeeds
{
    /// <summary>The code is in the first page of a partition's RAM.</summary>
    public const int CodeSizeBytes = 0x1000;

    /// <summary>The byte of the XMM registers that guests change.</summary>
    public const int XmmByte = 100;

    private const int MaxSteps = 40;
    private const ulong LongestCost = 60_000;
    private const int WordBytes = 8;
    private const ulong NoMemory = 0x7000_0000;
    private const ushort NoPort = 0x64;
    private const ulong PageFaultVector = 14;

    /// <summary>Gives the guests of <paramref name="kernel"/> the lives that the rest of <paramref name="input"/> has for them.</summary>
    public static void Add(ref CaseBytes input, KernelMachine kernel, HealthCase system)
    {
        for (int i = 0; i < MaxSteps && !input.IsAtEnd; i++)
        {
            int vcpu = input.Choice(system.Plan.Vcpus.Count);
            int partition = system.Plan.Vcpus[vcpu].Partition;
            ulong ticks = (ulong)input.Word() * input.OneOf<ulong>(1, 2, 4, 12) / 4;

            // An exit that keeps the kernel is one of a partition that nobody waits for when it starts again.
            bool isAlone = system.Plan.Vcpus.Count(other => other.Partition == partition) == 1;
            ulong cost = input.Choice(4) == 1 && isAlone ? input.Byte() * LongestCost / byte.MaxValue : 0;
            (GuestExit exit, Deed? deed) = Read(ref input, kernel, system.Plan.Kind, partition);
            GuestStep step = new(ticks, exit, cost);
            kernel.Guests.Add((uint)vcpu, step);
            if (deed is not null)
            {
                system.Deeds.Add(step, deed);
            }
        }
    }

    private static (GuestExit Exit, Deed? Deed) Read(ref CaseBytes input, KernelMachine kernel, ProcessorKind kind, int partition)
    {
        switch (input.Choice(20))
        {
            case 1:
                return (GuestExit.Touch(NoMemory, RegionRights.Write), new Offence(HealthEvent.MemoryViolation));
            case 2:
                return (GuestExit.TripleFault(), new Offence(HealthEvent.UnexpectedTrap));
            case 3:
                return (GuestExit.In(NoPort), new Offence(HealthEvent.PortViolation));
            case 4:
                return (GuestExit.Hlt(areInterruptsOn: false), new Offence(HealthEvent.DeadVcpu));
            case 5:
                return (Raise(kind, HealthEvent.ApplicationError, input.Byte()), new Offence(HealthEvent.ApplicationError));
            case 6:
                return (Raise(kind, HealthEvent.DeadlineMissed, input.Byte()), new Offence(HealthEvent.DeadlineMissed));
            case 7:
            case 8:
                ModeRequest mode = new((ulong)input.OneOf(0, 0, 1, 2, 3, 4), (ulong)input.OneOf(3, 2, 1, 3, 0, 4));
                return (GuestExit.Hypercall(kind, Hypercall.SetPartitionMode, mode.Mode, mode.Id), mode);
            case 9:
                StatusRequest status = new((ulong)input.OneOf(0, 1, 2, 3));
                return (GuestExit.Hypercall(kind, Hypercall.GetPartitionStatus, status.Id), status);
            case 10:
                return input.Choice(8) == 1
                    ? (GuestExit.Hypercall(kind, Hypercall.Report), new EndReport())
                    : (GuestExit.Hypercall(kind, Hypercall.Yield), null);
            case 11:
                return (GuestExit.Cpuid(0), null);
            case 12:
                return (GuestExit.Nonsense(), new Offence(HealthEvent.IllegalRequest));
            case 13:
                return (GuestExit.EntryBreak(kernel.Machine, kind), new EntryBreak());
            case 14:
            case 15:
                return (GuestExit.Hypercall(kind, Hypercall.KickWatchdog), new WatchdogKick());
            case 16:
                return FlipGolden(ref input, kernel);
            case 17:
                return ReadFault(ref input, kernel, kind);
            default:
                return Write(ref input, kernel, partition);
        }
    }

    private static GuestExit Raise(ProcessorKind kind, HealthEvent healthEvent, byte code) =>
        GuestExit.Hypercall(kind, Hypercall.RaiseHealthEvent, ((ulong)code << 32) | (ulong)healthEvent);

    // Registers are changed too: none of it may be left behind a start.
    private static unsafe (GuestExit Exit, Deed Deed) Write(ref CaseBytes input, KernelMachine kernel, int partition)
    {
        const int Words = ((int)SmallSystem.MemorySizeBytes - CodeSizeBytes) / WordBytes;
        MemoryWrite write = new(CodeSizeBytes + (input.Word() % Words * WordBytes), 0x101ul + input.Word());
        GuestExit exit = GuestExit.Cpuid(1);
        return (
            exit with
            {
                Act = (ref vcpu) =>
                {
                    *(ulong*)kernel.Machine.Ram(PlannedBlob.MemoryOf(partition) + (ulong)write.Offset) = write.Value;
                    (vcpu.Registers.R12, vcpu.Xmm[XmmByte]) = (write.Value, (byte)write.Value);
                    exit.Act(ref vcpu);
                },
            },
            write);
    }

    private static (GuestExit Exit, Deed Deed) FlipGolden(ref CaseBytes input, KernelMachine kernel)
    {
        GoldenFlip flip = new(input.Choice(3));
        return (Flip(kernel, PlannedBlob.GoldenCopyOf(flip.Partition, kernel.Machine.Symbols.BlobStart)), flip);
    }

    // What befalls the kernel ends most runs: it comes seldom.
    private static (GuestExit Exit, Deed? Deed) ReadFault(ref CaseBytes input, KernelMachine kernel, ProcessorKind kind)
    {
        LinkerSymbols symbols = kernel.Machine.Symbols;
        switch (input.Choice(12))
        {
            case 1:
                return (GuestExit.MachineCheck(), new KernelFault(HealthEvent.MachineCheck));
            case 2:
                return (GuestExit.HostException(HostExceptionFrame.MachineCheckVector), new KernelFault(HealthEvent.MachineCheck));
            case 3:
                return (GuestExit.HostException(PageFaultVector), new KernelFault(HealthEvent.HostException));
            case 4:
                return (Flip(kernel, symbols.TextStart), new ConstantFlip());
            case 5:
                return (Flip(kernel, symbols.ReadOnlyStart), new ConstantFlip());
            case 6:
                return (Flip(kernel, symbols.Idt), new ConstantFlip());
            case 7:
            case 8:
            case 9:
            case 10:
                return (GuestExit.NmiOn(kind), new NmiArrival());
            default:
                return (GuestExit.Cpuid(0), null);
        }
    }

    private static unsafe GuestExit Flip(KernelMachine kernel, ulong address)
    {
        GuestExit exit = GuestExit.Cpuid(1);
        return exit with
        {
            Act = (ref vcpu) =>
            {
                *kernel.Machine.Ram(address) ^= 4;
                exit.Act(ref vcpu);
            },
        };
    }
}
