// Checks in small steps, in time that nobody wants, that what is never written has not changed.
namespace MicroHV.Kernel.Host;

using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Goes round and round through the kernel's code and constants, the IDT, and the plan: its header and all parts but the golden
/// copies, which are checked whenever they are used. CPUs that sleep take turns.
/// </summary>
public unsafe struct Scrubber
{
    /// <summary>Most bytes that one step reads.</summary>
    public const uint StepSizeBytes = 0x400;

    // Behind the kernel's own parts come the parts of the plan, in the order of their references.
    private const int CodePart = 0;
    private const int ConstantsPart = 1;
    private const int IdtPart = 2;
    private const int HeaderPart = 3;
    private const int FirstTable = 4;
    private const int ImagesPart = FirstTable + 8;
    private const int PartCount = FirstTable + 14;
    private const uint FirstTableOffset = 0x60;

    private ulong _plan;
    private ulong _start;
    private ulong _end;
    private ulong _next;
    private uint _state;
    private uint _expected;
    private int _part;
    private int _isTaken;
    private fixed uint _own[FirstTable];

    /// <summary>Checksum of the kernel's code.</summary>
    public readonly uint CodeCrc32C => _own[CodePart];

    /// <summary>Complete rounds.</summary>
    public uint Count { readonly get; private set; }

    /// <summary>The longest step, in ticks of the TSC.</summary>
    public uint LongestStepTicks { readonly get; private set; }

    /// <summary>Takes the checksums of what has none yet, and begins.</summary>
    /// <param name="plan">Where the plan is, which was accepted.</param>
    public void Begin(HostPhysical plan)
    {
        _plan = plan.Value;
        for (_part = CodePart; _part < FirstTable; _part++)
        {
            Enter();
            _own[_part] = Crc32C.Of(At(_start), _end - _start);
        }

        _part = CodePart;
        Enter();
    }

    /// <summary>
    /// Does one step, unless another CPU does. False if a part has changed; then <paramref name="start"/> says where it begins and
    /// <paramref name="checksum"/> what its checksum is now.
    /// </summary>
    public bool TryStep(out ulong start, out uint checksum)
    {
        start = _start;
        checksum = 0;
        if (_plan == 0 || Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return true;
        }

        ulong left = _end - _next;
        ulong sizeBytes = left < StepSizeBytes ? left : StepSizeBytes;
        start = _start;
        _state = Crc32C.Continue(_state, At(_next), sizeBytes);
        _next += sizeBytes;
        bool isGood = true;
        if (_next == _end)
        {
            checksum = ~_state;
            isGood = checksum == _expected;
            Leave();
        }

        Volatile.Write(ref _isTaken, 0);
        return isGood;
    }

    /// <summary>A step, of this kind or another one, took <paramref name="ticks"/> of the TSC.</summary>
    public void Measure(uint ticks) => LongestStepTicks = ticks > LongestStepTicks ? ticks : LongestStepTicks;

    private void Leave()
    {
        _part += _part + 1 == ImagesPart ? 2 : 1;
        if (_part == PartCount)
        {
            _part = CodePart;
            Count++;
        }

        Enter();
    }

    private void Enter()
    {
        ulong sizeBytes;
        switch (_part)
        {
            case CodePart:
                _start = Cpu.TextStart;
                sizeBytes = Cpu.TextEnd - _start;
                break;
            case ConstantsPart:
                _start = Cpu.ReadOnlyStart;
                sizeBytes = Cpu.ReadOnlyEnd - _start;
                break;
            case IdtPart:
                _start = Cpu.Idt;
                sizeBytes = FrameSize.Size4K;
                break;
            case HeaderPart:
                _start = _plan;
                sizeBytes = (uint)sizeof(SystemHeader);
                break;
            default:
                TableRef table = ((TableRef*)At(_plan + FirstTableOffset))[_part - FirstTable];
                _start = _plan + table.Offset;
                sizeBytes = (ulong)table.Count * table.ElementSizeBytes;
                _expected = table.Crc32C;
                break;
        }

        _expected = _part < FirstTable ? _own[_part] : _expected;
        _next = _start;
        _end = _start + sizeBytes;
        _state = Crc32C.Start;
    }

    private static byte* At(ulong address) => (byte*)Cpu.Frame(new HostPhysical(address));
}
