// One guest of a booted kernel, stopped by any exit that a test thinks of.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Exits;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Vcpu;
using MicroHV.Model;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Fuzzing.Exits;

/// <summary>
/// The kernel boots <see cref="SmallSystem"/> and is held at its first entry; from there on a test plays the loop: the
/// backend enters and decodes, the dispatch answers, the backend skips. The entry rules are checked as in a whole boot.
/// </summary>
internal sealed unsafe class StoppedGuest : IDisposable
{
    private const uint InitialCount = 0x838;
    /// <summary>Host-physical address of the partition's console, in a frame that the system does not use.</summary>
    public const ulong ConsolePage = SmallSystem.RamSizeBytes - 0x1000;
    private const ulong TableSizeBytes = 0x1_0000;
    private const ulong EventValid = 1ul << 31;
    private const ulong WindowTicks = 1_000_000;

    private readonly KernelMachine _kernel;
    private readonly SystemConfig _config;
    private readonly GuestCpu* _vcpu;
    private readonly byte[] _start = new byte[sizeof(GuestCpu)];
    private PartitionRecord _partition;
    private PartitionTable _table;

    /// <summary>The first virtual CPU of the system, on a processor of <paramref name="kind"/>.</summary>
    public StoppedGuest(ProcessorKind kind)
    {
        _kernel = new KernelMachine(kind);
        _kernel.Load(SmallSystem.Blob(1));
        _vcpu = BootToFirstEntry();
        KernelPlace place = new() { ImageStart = Kernel.Cpu.Cpu.ImageStart, BlobStart = Kernel.Cpu.Cpu.BlobStart };
        byte* blob = Machine.Ram(Kernel.Cpu.Cpu.BlobStart);
        ConfigVerdict verdict =
            SystemConfig.TryOpen(blob, ((SystemHeader*)blob)->SizeBytes, in place, out _config);
        bool isFit = ProcessorFeatures.TryRead(out ProcessorFeatures processor, out _, out _);
        if (!verdict.IsAccepted || !isFit)
        {
            throw new InvalidOperationException("the kernel booted and will not boot again");
        }

        Cpu = new PerCpu
        {
            VcpuCount = 2,
            GuestCr4Mask = processor.GuestCr4Mask,
            ExtendedStateMask = processor.ExtendedStateMask,
            ExtendedStateSizeBytes = processor.ExtendedStateSizeBytes,
            HasTscAux = processor.HasTscAux,
            HasNextRip = kind == ProcessorKind.Amd,
            AsidCount = 16,
            HostStateFrame = Machine.Cpu.Svm.HostState,
        };
        new ReadOnlySpan<byte>(_vcpu, _start.Length).CopyTo(_start);
        _partition = _config.Partitions[0];
        FramePool pool = new(new HostPhysical(ConsolePage - TableSizeBytes), TableSizeBytes);
        if (!_table.TryBuild(in _config, ref pool))
        {
            throw new InvalidOperationException("the table of partitions has no room");
        }

        Schedules.Begin(0, ScheduleChoice.StartAlignment);
    }

    /// <summary>The processor.</summary>
    public ProcessorKind Kind => _kernel.Kind;

    /// <summary>The machine.</summary>
    public SoftwareMachine Machine => _kernel.Machine;

    /// <summary>The scripts that stop the guest, and the entries that were refused.</summary>
    public ScriptedGuests Guests => _kernel.Guests;

    /// <summary>What the kernel knows of its CPU; a test may change it.</summary>
    public PerCpu Cpu;

    /// <summary>Which schedule runs.</summary>
    public ScheduleChoice Schedules;

    /// <summary>The plan's record of the partition; a test may change it.</summary>
    public ref PartitionRecord Partition => ref _partition;

    /// <summary>The plan.</summary>
    public SystemConfig Config => _config;

    /// <summary>The virtual CPU.</summary>
    public ref GuestCpu Vcpu => ref *_vcpu;

    /// <summary>Host-physical address of the virtual CPU.</summary>
    public ulong VcpuAddress => Machine.AddressOf(_vcpu);

    /// <summary>Host-physical ranges of the guest's RAM.</summary>
    public IReadOnlyList<(ulong Start, ulong SizeBytes)> OwnMemory { get; } =
    [
        .. SmallSystem.Plan.Partitions[0].Regions
            .Where(region => !region.IsDevice)
            .Select(region => (region.HostPhysical, region.Guest.SizeBytes)),
    ];

    /// <summary>The virtual CPU as it was at its first entry.</summary>
    public ReadOnlySpan<byte> VcpuAtStart => _start;

    /// <summary>The partition's console.</summary>
    public ref PartitionConsole Console => ref *(PartitionConsole*)Machine.Ram(ConsolePage);

    /// <summary>The VMCB, on AMD's processors.</summary>
    public ref Vmcb Vmcb => ref *(Vmcb*)Machine.Ram(_vcpu->ControlBlock);

    /// <summary>The fields of the VMCS, on Intel's.</summary>
    public Dictionary<VmcsField, ulong> Fields => Machine.Cpu.Vmx.Fields;

    /// <summary>RIP of the guest.</summary>
    public ulong Rip
    {
        get => Kind == ProcessorKind.Intel ? Fields[VmcsField.GuestRip] : Vmcb.Rip;
        set
        {
            if (Kind == ProcessorKind.Intel)
            {
                Fields[VmcsField.GuestRip] = value;
            }
            else
            {
                Vmcb.Rip = value;
            }
        }
    }

    /// <summary>Enters the guest, which <paramref name="exit"/> stops, and decodes that.</summary>
    public VmExit Stop(GuestExit exit)
    {
        Cpu.DeadlineTsc = Machine.Cpu.Tsc + WindowTicks;
        (Cpu.LimitTsc, Cpu.ArmedTsc) = (Cpu.DeadlineTsc, Cpu.DeadlineTsc);
        Machine.Cpu.Apic.Reset();
        Machine.Cpu.MsrDevices[InitialCount].Write(WindowTicks);
        Guests.Add(_vcpu->Index, new GuestStep(1, exit));
        VmExit result = default;
        if (Kind == ProcessorKind.Intel)
        {
            Vmx.Run(ref Cpu, ref *_vcpu, in _config, Machine.Cpu.Tsc, ref result);
        }
        else
        {
            Svm.Run(ref Cpu, ref *_vcpu, in _config, Machine.Cpu.Tsc, ref result);
        }

        return result;
    }

    /// <summary>What the dispatch says to <paramref name="exit"/>; a skipped instruction is skipped.</summary>
    public Verdict Answer(in VmExit exit)
    {
        ExitContext context = new()
        {
            Cpu = ref Cpu,
            Config = ref _config,
            Partition = ref _partition,
            Console = ref Console,
            Table = ref _table,
            Crash = ref Kernel.Stop.Stop.Context.Crash,
            Schedules = ref Schedules,
        };
        Verdict verdict = ExitDispatch.Handle(ref context, ref *_vcpu, in exit);
        if (verdict is Verdict.ResumeNext or Verdict.Yield or Verdict.SetMode)
        {
            Skip(in exit);
        }

        return verdict;
    }

    /// <summary>Stops the guest and answers.</summary>
    public Verdict Answer(GuestExit exit)
    {
        VmExit decoded = Stop(exit);
        return Answer(in decoded);
    }

    /// <summary>Enters the guest once more and says with which event, if any, it began.</summary>
    public ulong EnterAgain()
    {
        _ = Stop(GuestExit.Cpuid(0));
        ulong injected = Guests.Runs[^1].Injected;
        return (injected & EventValid) != 0 ? injected & uint.MaxValue : 0;
    }

    public void Dispose() => _kernel.Dispose();

    private void Skip(in VmExit exit)
    {
        if (Kind == ProcessorKind.Intel)
        {
            Vmx.SkipInstruction(ref *_vcpu, in exit);
        }
        else
        {
            Svm.SkipInstruction(ref *_vcpu, in exit);
        }
    }

    private GuestCpu* BootToFirstEntry()
    {
        Func<VcpuPointer, uint> vmx = Machine.OnVmxEntry;
        Action<VcpuPointer, ulong> svm = Machine.OnSvmEntry;
        ulong address = 0;
        Machine.OnVmxEntry = vcpu => Hold(vcpu);
        Machine.OnSvmEntry = (vcpu, _) => Hold(vcpu);
        try
        {
            _kernel.Boot();
        }
        catch (BudgetSpentException)
        {
            // Held, as it should be.
        }

        Machine.OnVmxEntry = vmx;
        Machine.OnSvmEntry = svm;
        return (GuestCpu*)Machine.Ram(address);

        uint Hold(VcpuPointer vcpu)
        {
            fixed (GuestCpu* held = &vcpu.Value)
            {
                address = Machine.AddressOf(held);
            }

            throw new BudgetSpentException();
        }
    }
}
