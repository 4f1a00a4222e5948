// Hypercalls, held against what their documentation promises.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Exits;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Vcpu;
using MicroHV.Partitions.Plans;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is a processor and hypercalls: number, arguments, and text that the guest puts where it says. Return code, count,
/// console and verdict are those of a plain reading of the documentation.
/// </summary>
internal sealed unsafe class HypercallTarget : FuzzTarget
{
    private const int MaxCalls = 16;
    private const int TextBytes = 16;
    private const ulong FirstText = SmallSystem.MemoryBase + 0x1000;
    private const ulong TextAreaBytes = 0x1000;

    // The system has one schedule: the current one and the next.
    private const ulong StatusOfFirst = 0x1_0000_0001;

    private readonly (StoppedGuest Guest, GuestSnapshot Snapshot)[] _guests;

    /// <summary>A target with a machine of each kind.</summary>
    public HypercallTarget() => _guests =
    [
        .. Enum.GetValues<ProcessorKind>()
            .Select(kind => new StoppedGuest(kind))
            .Select(guest => (guest, new GuestSnapshot(guest))),
    ];

    /// <inheritdoc/>
    public override int MaxCaseBytes => 160;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        (StoppedGuest guest, GuestSnapshot snapshot) = _guests[input.Choice(_guests.Length)];
        guest.Machine.MakeCurrent();
        snapshot.Restore();
        bool mayUsersCall = input.Flag();
        bool isSystem = input.Flag();
        guest.Partition.Options = (mayUsersCall ? PartitionOptions.UserHypercalls : 0) | (isSystem ? PartitionOptions.System : 0);
        string way = "";
        for (int i = 0; i < MaxCalls && (i == 0 || !input.IsAtEnd); i++)
        {
            way = Call(guest, ref input, mayUsersCall);
        }

        string wrong = snapshot.FirstWrongChange() ?? "";
        Demand(wrong.Length == 0, wrong);
        return $"{guest.Kind} {way}";
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => Array.ForEach(_guests, pair => pair.Guest.Dispose());

    private static string Call(StoppedGuest guest, ref CaseBytes input, bool mayUsersCall)
    {
        Hypercall number = (Hypercall)(input.Flag() ? (ulong)input.Choice(16) : input.Number());
        number = input.Choice(4) == 0 ? number : Hypercall.ConsoleWrite;
        ulong address = ReadAddress(ref input);
        ulong size = input.Flag() ? input.Byte() + (ulong)input.Choice(3) : input.Number();
        PutText(guest, address, input.Bytes(TextBytes));
        bool isUser = input.Choice(8) == 0;
        uint waiting = guest.Console.Waiting;
        uint written = guest.Console.Written;
        Verdict verdict = guest.Answer(GuestExit.Hypercall(guest.Kind, number, address, size) with
        {
            IsUser = isUser,
            IsBackInKernel = !isUser,
        });
        if (isUser && !mayUsersCall)
        {
            Demand(verdict == Verdict.Resume && guest.Vcpu.Pending.IsPending, $"a call of a user has the verdict {verdict}");
            guest.Vcpu.Pending = default;
            return "a user's call";
        }

        Expected expected = Expect(guest, number, address, size, PartitionConsole.RingSizeBytes - waiting);
        Demand(verdict == expected.Verdict, $"{number} has the verdict {verdict}, not {expected.Verdict}");
        ReturnCode code = (ReturnCode)guest.Vcpu.Registers.Rax;
        Demand(code == expected.Code, $"{number} of 0x{address:X}, {size} returns {code}, not {expected.Code}");
        uint taken = guest.Console.Written - written;
        Demand(taken == expected.Taken, $"{taken} bytes were taken, not {expected.Taken}");
        DemandText(guest, address, written, expected.Taken);
        bool isStatus = number == Hypercall.GetModuleScheduleStatus;
        Demand(!isStatus || guest.Vcpu.Registers.Rdx == StatusOfFirst, $"the status is 0x{guest.Vcpu.Registers.Rdx:X}");
        return $"{(number > Hypercall.GetModuleScheduleStatus ? "unknown" : number)} {verdict} {expected.Code}";
    }

    private readonly record struct Expected(Verdict Verdict, ReturnCode Code, uint Taken);

    private static Expected Expect(StoppedGuest guest, Hypercall number, ulong address, ulong size, uint room) => number switch
    {
        Hypercall.None => new(Verdict.ResumeNext, ReturnCode.NoError, 0),
        Hypercall.Yield => new(Verdict.Yield, ReturnCode.NoError, 0),
        Hypercall.Report => new(Verdict.PartitionEnd, ReturnCode.NoError, 0),
        Hypercall.ConsoleWrite when size <= HypercallLimits.MaxConsoleBytes && IsOwn(address, size) =>
            new(Verdict.ResumeNext, ReturnCode.NoError, (uint)Math.Min(size, room)),
        Hypercall.SetModuleSchedule when (guest.Partition.Options & PartitionOptions.System) == 0 =>
            new(Verdict.ResumeNext, ReturnCode.InvalidConfiguration, 0),
        Hypercall.SetModuleSchedule when address == 1 => new(Verdict.ResumeNext, ReturnCode.NoAction, 0),
        Hypercall.GetModuleScheduleStatus => new(Verdict.ResumeNext, ReturnCode.NoError, 0),
        Hypercall.SetWindowVector when address is 0 or (>= HypercallLimits.MinWindowVector and <= HypercallLimits.MaxWindowVector) =>
            new(Verdict.ResumeNext, ReturnCode.NoError, 0),
        _ when AnswersOf(guest).To(number, address, size, IsOwn(size, HealthRecord.MessageSizeBytes)) is var (verdict, code) =>
            new(verdict, code, 0),
        _ => new(Verdict.ResumeNext, ReturnCode.InvalidParameter, 0),
    };

    private static HealthAnswers AnswersOf(StoppedGuest guest) => new(
        (uint)SmallSystem.Plan.Partitions.Count, (guest.Partition.Options & PartitionOptions.System) != 0);

    // In 128 bits nothing wraps round.
    private static bool IsOwn(ulong address, ulong size) => RamRegions.Any(region =>
        address >= region.Guest.Start && address < region.Guest.End && (UInt128)address + size <= region.Guest.End);

    private static IEnumerable<RegionPlan> RamRegions =>
        SmallSystem.Plan.Partitions[0].Regions.Where(region => !region.IsDevice);

    private static void DemandText(StoppedGuest guest, ulong address, uint written, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            byte expected = *guest.Machine.Ram(SmallSystem.HostOf(0, address + i));
            byte actual = guest.Console.Ring[(written + i) % PartitionConsole.RingSizeBytes];
            Demand(actual == expected, $"byte {i} of the text is 0x{actual:X2}, not 0x{expected:X2}");
        }
    }

    // Not over its page tables: a guest that does that has no next instruction.
    private static void PutText(StoppedGuest guest, ulong address, ReadOnlySpan<byte> text)
    {
        bool isAmongText = unchecked(address - FirstText) < TextAreaBytes - TextBytes || address >= SmallSystem.Mailbox;
        if (isAmongText && IsOwn(address, (ulong)text.Length))
        {
            text.CopyTo(new Span<byte>(guest.Machine.Ram(SmallSystem.HostOf(0, address)), text.Length));
        }
    }

    private static ulong ReadAddress(ref CaseBytes input) => input.Choice(4) switch
    {
        0 => FirstText + ((ulong)input.Word() % TextAreaBytes),
        1 => SmallSystem.MemoryBase + SmallSystem.MemorySizeBytes - input.Byte(),
        2 => SmallSystem.Mailbox + ((ulong)input.Word() & 0x1FFF),
        _ => input.Number(),
    };
}
