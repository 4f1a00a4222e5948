// Puts one fault into a run of the software machine.
using MicroHV.Campaigns.Faults;
using MicroHV.Kernel.Abi;
using MicroHV.Model;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Campaigns.HostModel;

/// <summary>
/// Looks before every entry of a guest and at every time at which the kernel reads its clock. What is stuck is forced again
/// before every entry.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="blocks">Its control blocks.</param>
/// <param name="insert">Lets a partition do something else.</param>
internal sealed unsafe class ModelInjector(SoftwareMachine machine, ControlBlocks blocks, Action<Fault> insert)
{
    /// <summary>General registers that a fault may hit: RSP is in the control block, and no guest of the model has a stack.</summary>
    public static readonly string[] Registers =
        ["RAX", "RCX", "RDX", "RBX", "RBP", "RSI", "RDI", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"];

    private static readonly int[] _registerNumbers = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private readonly Dictionary<uint, ulong> _entries = [];
    private Fault? _fault;
    private ulong _vcpu;
    private ulong _triggerTsc;

    /// <summary>The number of a general register, as an instruction counts them.</summary>
    public static int NumberOf(string register) => _registerNumbers[Array.IndexOf(Registers, register)];

    /// <summary>When the fault was injected; null while it was not.</summary>
    public ulong? InjectedTsc { get; private set; }

    /// <summary>How often each virtual CPU was entered.</summary>
    public IReadOnlyDictionary<uint, ulong> Entries => _entries;

    /// <summary>Waits for the trigger of <paramref name="fault"/>.</summary>
    /// <param name="fault">The fault; null for none.</param>
    /// <param name="vcpu">Host-physical address of the virtual CPU that it is about.</param>
    /// <param name="triggerTsc">The time of its trigger, if that is a time or a window.</param>
    public void Arm(Fault? fault, ulong vcpu, ulong triggerTsc)
    {
        _entries.Clear();
        _fault = fault;
        _vcpu = vcpu;
        _triggerTsc = triggerTsc;
        InjectedTsc = null;
        if (fault?.Trigger == FaultTriggers.Boot)
        {
            // The processor has not been reset yet: its clock tells of the run before.
            InjectedTsc = 0;
            Hit(fault);
        }
    }

    /// <summary>A guest is about to be entered.</summary>
    public void BeforeEntry(ref GuestCpu vcpu)
    {
        _entries[vcpu.Index] = _entries.GetValueOrDefault(vcpu.Index) + 1;
        if (_fault is not { } fault)
        {
            return;
        }

        if (InjectedTsc is not null)
        {
            if (FaultKinds.IsStuck(fault.Kind))
            {
                Hit(fault);
            }

            return;
        }

        bool isTarget = vcpu.Index == Target.Index;
        bool isDue = fault.Trigger switch
        {
            FaultTriggers.Entry => isTarget && _entries[vcpu.Index] == fault.At,
            FaultTriggers.Window => isTarget && machine.Cpu.Tsc >= _triggerTsc,
            _ => machine.Cpu.Tsc >= _triggerTsc,
        };
        if (isDue)
        {
            Inject(fault);
        }
    }

    /// <summary>The kernel is about to read its clock.</summary>
    public void OnClock()
    {
        if (_fault is { Trigger: FaultTriggers.Time } fault && InjectedTsc is null && machine.Cpu.Tsc >= _triggerTsc)
        {
            Inject(fault);
        }
    }

    private ref GuestCpu Target => ref *(GuestCpu*)machine.Ram(_vcpu);

    private void Inject(Fault fault)
    {
        InjectedTsc = machine.Cpu.Tsc;
        Hit(fault);
    }

    private void Hit(Fault fault)
    {
        switch (fault.Location)
        {
            case "register":
                uint number = (uint)NumberOf(fault.Element);
                Target.SetGeneralRegister(number, FaultKinds.Changed(fault.Kind, Target.GeneralRegister(number), fault.Bit));
                break;
            case "guest-state":
                HitField(fault, ControlBlocks.GuestState);
                break;
            case "segment":
                HitField(fault, ControlBlocks.Segments);
                break;
            case "msr":
                HitField(fault, blocks.Msrs);
                break;
            case "control":
                HitField(fault, blocks.Controls);
                break;
            case "behaviour":
                insert(fault);
                break;
            case "interrupt":
                machine.Cpu.ReceiveNmi();
                break;
            default:
                byte* place = machine.Ram(fault.Address + ((ulong)fault.Bit / 8));
                *place = (byte)FaultKinds.Changed(fault.Kind, *place, fault.Bit % 8);
                break;
        }
    }

    private void HitField(Fault fault, IReadOnlyList<BlockField> fields)
    {
        BlockField field = fields.Single(field => field.Name == fault.Element);
        blocks.Write(Target.ControlBlock, field, FaultKinds.Changed(fault.Kind, blocks.Read(Target.ControlBlock, field), fault.Bit));
    }
}
