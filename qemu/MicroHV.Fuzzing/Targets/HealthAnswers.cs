// What the hypercalls about health and crashes have to answer, read plainly.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Fuzzing.Targets;

/// <summary>Answers to the first partition of a system in which nothing has happened: no log, no crash, no watchdog.</summary>
/// <param name="PartitionCount">Partitions of the system.</param>
/// <param name="IsSystem">Whether the caller is a system partition.</param>
internal readonly record struct HealthAnswers(uint PartitionCount, bool IsSystem)
{
    private const ulong Own = 1;

    /// <summary>The verdict and the return code of a hypercall; null if it is about something else.</summary>
    /// <param name="number">The hypercall.</param>
    /// <param name="first">RDI.</param>
    /// <param name="second">RSI.</param>
    /// <param name="isOwnText">Whether RSI is the address of a message in one region of the caller's RAM.</param>
    public (Verdict Verdict, ReturnCode Code)? To(Hypercall number, ulong first, ulong second, bool isOwnText) => number switch
    {
        Hypercall.SetPartitionMode => ToMode(first, second),
        Hypercall.GetPartitionStatus => (Verdict.ResumeNext, ToId(first)),
        Hypercall.RaiseHealthEvent when (uint)first is (uint)HealthEvent.DeadlineMissed or (uint)HealthEvent.ApplicationError
            && (second == 0 || isOwnText) => (Verdict.PartitionError, ReturnCode.NoError),
        Hypercall.KickWatchdog => (Verdict.ResumeNext, ReturnCode.NoAction),
        Hypercall.ReadHealthLog => (Verdict.ResumeNext, ToLog(first) ?? ReturnCode.NotAvailable),
        Hypercall.AcknowledgeHealthLog =>
            (Verdict.ResumeNext, ToLog(first) ?? (first >> 16 == 0 ? ReturnCode.NoAction : ReturnCode.InvalidParameter)),
        Hypercall.ReadCrashRecord or Hypercall.AcknowledgeCrashRecord => (Verdict.ResumeNext, ToCrash(number, first)),
        _ => null,
    };

    private (Verdict Verdict, ReturnCode Code) ToMode(ulong mode, ulong id)
    {
        ReturnCode code = mode > (ulong)PartitionMode.Normal ? ReturnCode.InvalidParameter : ToId(id);
        bool isForeignNormal = code == ReturnCode.NoError && mode == (ulong)PartitionMode.Normal && id is not (0 or Own);
        code = isForeignNormal ? ReturnCode.InvalidMode : code;
        return (code == ReturnCode.NoError ? Verdict.SetMode : Verdict.ResumeNext, code);
    }

    private ReturnCode ToId(ulong id) => id is 0 or Own ? ReturnCode.NoError
        : !IsSystem ? ReturnCode.InvalidConfiguration
        : id > PartitionCount ? ReturnCode.InvalidParameter
        : ReturnCode.NoError;

    // Null if there is such a log.
    private ReturnCode? ToLog(ulong first) => !IsSystem ? ReturnCode.InvalidConfiguration
        : (first & 0xFFFF) > PartitionCount ? ReturnCode.InvalidParameter
        : null;

    private ReturnCode ToCrash(Hypercall number, ulong kind) => !IsSystem ? ReturnCode.InvalidConfiguration
        : kind >= CrashRecord.KindCount ? ReturnCode.InvalidParameter
        : number == Hypercall.ReadCrashRecord ? ReturnCode.NotAvailable
        : ReturnCode.NoAction;
}
