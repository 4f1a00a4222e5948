// Why the kernel stopped, for people.
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;

namespace MicroHV.Machines;

/// <summary>Sentences for stop records.</summary>
public static class StopWords
{
    private static readonly SourceWords _reasons = SourceWords.Of(nameof(StopReason));
    private static readonly SourceWords _missing = SourceWords.Of(nameof(Missing));

    /// <summary>True if the kernel stopped by its own fault, or for what it is responsible for.</summary>
    /// <param name="reason">Why it stopped.</param>
    public static bool IsKernelsFault(StopReason reason) =>
        reason is not (StopReason.AllPartitionsIdle or StopReason.FrameLimitReached or StopReason.HealthAction)
        && ((uint)reason & 0xF000) is 0x0000 or 0x1000 or 0x4000;

    /// <summary>A whole sentence, with the numbers that belong to the reason.</summary>
    /// <param name="record">The record.</param>
    /// <param name="rule">The rule that a refused entry broke, if that is why.</param>
    public static string Sentence(in StopRecord record, EntryRule? rule = null)
    {
        MemberWords words = _reasons.For((uint)record.Reason);
        StringBuilder text = new($"{words.Name}: {words.Sentence}");
        if (DetailText(words, record) is { Length: > 0 } details)
        {
            _ = text.Append($" ({details})");
        }

        if (record.Reason == StopReason.HostException)
        {
            _ = text.Append($" {ExceptionName(record.Vector)}, error code 0x{record.ExceptionErrorCode:x}, ")
                .Append($"RIP 0x{record.Rip:x}, CR2 0x{record.Cr2:x}.");
        }

        if (record.Reason == StopReason.VirtualizationMissing)
        {
            _ = text.Append(" VT-x: ").Append(MissingText(record.Detail0))
                .Append(" SVM: ").Append(MissingText(record.Detail1));
        }

        return rule is null ? text.ToString() : text.Append($" {rule}").ToString();
    }

    // Each bit is a requirement with a sentence of its own.
    private static string MissingText(ulong bits) => string.Join(
        ' ',
        _missing.Members.Where(member => (member.Key & bits) != 0)
            .OrderBy(member => member.Key)
            .Select(member => member.Value.Sentence));

    /// <summary>The name of an exception, as the manuals print it. SDM 3A, "Protected-Mode Exceptions and Interrupts".</summary>
    /// <param name="vector">Its vector.</param>
    public static string ExceptionName(uint vector) => vector switch
    {
        0 => "#DE", 1 => "#DB", 2 => "NMI", 3 => "#BP", 4 => "#OF", 5 => "#BR", 6 => "#UD", 7 => "#NM", 8 => "#DF",
        10 => "#TS", 11 => "#NP", 12 => "#SS", 13 => "#GP", 14 => "#PF", 16 => "#MF", 17 => "#AC",
        18 => "#MC", 19 => "#XM",
        20 => "#VE", 21 => "#CP", 29 => "#VC", 30 => "#SX",
        _ => $"vector {vector}",
    };

    private static string DetailText(MemberWords words, in StopRecord record)
    {
        string? first = words.DetailLabel(0);
        string? second = words.DetailLabel(1);
        return (first, second) switch
        {
            (null, null) => string.Empty,
            _ when first == second => $"{first}: 0x{record.Detail0:x}, 0x{record.Detail1:x}",
            (not null, null) => $"{first}: 0x{record.Detail0:x}",
            _ => $"{first}: 0x{record.Detail0:x}, {second}: 0x{record.Detail1:x}",
        };
    }
}
