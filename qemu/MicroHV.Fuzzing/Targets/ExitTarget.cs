// Exits of a guest of the booted kernel, one after the other.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Exits;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is a processor, where and how the guest runs, and exits. Each exit has a verdict that is not the kernel's error; an
/// instruction that is skipped has a length; the processor takes every state that the kernel enters the guest with; and nothing
/// changes that is not the guest's.
/// </summary>
internal sealed class ExitTarget : FuzzTarget
{
    private const int MaxExits = 8;
    private const ulong LongCodeVmx = 1 << 13;
    private const ulong DefaultSizeVmx = 1 << 14;
    private const ushort LongCodeSvm = 1 << 9;
    private const ushort DefaultSizeSvm = 1 << 10;
    private const ulong GuestEfer = EFER.SCE | EFER.LME | EFER.LMA | EFER.NXE;

    private readonly (StoppedGuest Guest, GuestSnapshot Snapshot)[] _guests;

    /// <summary>A target with a machine of each kind.</summary>
    public ExitTarget() => _guests = [.. Enum.GetValues<ProcessorKind>().Select(kind => Stopped(kind))];

    /// <inheritdoc/>
    public override int MaxCaseBytes => 120;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        (StoppedGuest guest, GuestSnapshot snapshot) = _guests[input.Choice(_guests.Length)];
        guest.Machine.MakeCurrent();
        snapshot.Restore();
        PutSomewhere(guest, ref input);
        string way = "";
        for (int i = 0; i < MaxExits && (i == 0 || !input.IsAtEnd); i++)
        {
            (way, bool goesOn) = Answer(guest, CaseExits.Read(ref input, guest.Kind));
            DemandInvariants(guest, snapshot);
            if (!goesOn)
            {
                DemandNothingElse(snapshot);
                return $"{guest.Kind} {way}";
            }
        }

        _ = guest.EnterAgain();
        DemandInvariants(guest, snapshot);
        DemandNothingElse(snapshot);
        return $"{guest.Kind} {way}, runs on";
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => Array.ForEach(_guests, pair => pair.Guest.Dispose());

    private static (StoppedGuest Guest, GuestSnapshot Snapshot) Stopped(ProcessorKind kind)
    {
        StoppedGuest guest = new(kind);
        guest.Machine.OnGuestAccess = (address, sizeBytes) => Demand(
            guest.OwnMemory.Any(own => address >= own.Start && address + sizeBytes <= own.Start + own.SizeBytes),
            $"host-physical 0x{address:X} is not the guest's");
        return (guest, new GuestSnapshot(guest));
    }

    private static (string Way, bool GoesOn) Answer(StoppedGuest guest, GuestExit described)
    {
        VmExit exit = guest.Stop(described);
        ulong rip = guest.Rip;
        Verdict verdict = guest.Answer(in exit);
        Demand(verdict is >= Verdict.Resume and < Verdict.KernelError, $"{exit.Kind} has the verdict {verdict}");
        bool isSkipped = verdict is Verdict.ResumeNext or Verdict.Yield or Verdict.SetMode;
        ulong skipped = unchecked(guest.Rip - rip);
        Demand(skipped == (isSkipped ? exit.InstructionLength : 0), $"{exit.Kind} moved RIP by {skipped}");
        Demand(!isSkipped || skipped is > 0 and <= 15, $"{exit.Kind} is {skipped} bytes long");
        return ($"{exit.Kind} {verdict}", verdict is not (Verdict.PartitionEnd or Verdict.PartitionError or Verdict.SetMode));
    }

    private static void DemandInvariants(StoppedGuest guest, GuestSnapshot snapshot)
    {
        string refused = guest.Guests.Refused.FirstOrDefault() ?? "";
        Demand(refused.Length == 0, $"the processor refuses to enter: {refused}");
        string wrong = snapshot.FirstWrongField() ?? "";
        Demand(wrong.Length == 0, wrong);
        Demand((guest.Vcpu.Cr4Shadow & ~guest.Cpu.GuestCr4Mask) == 0, $"CR4 is 0x{guest.Vcpu.Cr4Shadow:X}");
        ulong xcr0 = guest.Machine.Cpu.Registers["XCR0"];
        Demand((xcr0 & ~guest.Cpu.ExtendedStateMask) == 0, $"XCR0 is 0x{xcr0:X}, which the kernel does not switch");
        Demand((guest.Vcpu.EferShadow & ~GuestEfer) == 0, $"EFER is 0x{guest.Vcpu.EferShadow:X}");
    }

    // Once for all exits of a case: no exit puts back what another one broke, and two megabytes are much to look at.
    private static void DemandNothingElse(GuestSnapshot snapshot)
    {
        string wrong = snapshot.FirstWrongChange() ?? "";
        Demand(wrong.Length == 0, wrong);
    }

    // What a guest does to itself without an exit: where it is, in which code size, whether ports are absent to it.
    private static void PutSomewhere(StoppedGuest guest, ref CaseBytes input)
    {
        byte how = input.Byte();
        guest.Partition.Options ^= (how & 1) != 0 ? PartitionOptions.OtherPortsAbsent : 0;
        guest.Partition.Options ^= (how & 2) != 0 ? PartitionOptions.UserHypercalls : 0;
        guest.Rip = (how & 4) != 0 ? SmallSystem.MemoryBase + ((ulong)input.Word() % SmallSystem.MemorySizeBytes) : guest.Rip;
        bool isCompatible = (how & 0x18) == 0x18;
        bool is32Bit = (how & 0x20) != 0;
        bool isTableElsewhere = (how & 0xC0) == 0xC0;
        ulong table = isTableElsewhere ? input.Number() & 0xF_FFFF_F000 : 0;
        if (guest.Kind == ProcessorKind.Intel)
        {
            ulong rights = guest.Fields[VmcsField.GuestCsAccessRights] & ~(LongCodeVmx | DefaultSizeVmx);
            rights |= isCompatible ? (is32Bit ? DefaultSizeVmx : 0) : LongCodeVmx;
            guest.Fields[VmcsField.GuestCsAccessRights] = rights;
            guest.Fields[VmcsField.GuestCr3] = isTableElsewhere ? table : guest.Fields[VmcsField.GuestCr3];
        }
        else
        {
            ushort attributes = (ushort)(guest.Vmcb.Cs.Attributes & ~(LongCodeSvm | DefaultSizeSvm));
            attributes |= isCompatible ? (is32Bit ? DefaultSizeSvm : (ushort)0) : LongCodeSvm;
            guest.Vmcb.Cs.Attributes = attributes;
            guest.Vmcb.Cr3 = isTableElsewhere ? table : guest.Vmcb.Cr3;
        }
    }
}
