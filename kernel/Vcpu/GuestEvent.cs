// An event that waits to be delivered to a guest.
namespace MicroHV.Kernel.Vcpu;

/// <summary>
/// An event in the format that VM-entry interruption information and EVENTINJ share: bits 7:0 vector, 10:8 type, 11 error code
/// valid, 31 valid. SDM 3C, "VM-Entry Controls for Event Injection"; APM 2, "Event Injection".
/// </summary>
public struct GuestEvent
{
    /// <summary>Vector of #DB.</summary>
    public const byte DB = 1;

    /// <summary>Vector of #UD.</summary>
    public const byte UD = 6;

    /// <summary>Vector of #DF.</summary>
    public const byte DF = 8;

    /// <summary>Vector of #GP.</summary>
    public const byte GP = 13;

    /// <summary>Vector of #AC.</summary>
    public const byte AC = 17;

    /// <summary>Vector of #MC.</summary>
    public const byte MC = 18;

    private const uint Valid = 1u << 31;
    private const uint HasErrorCode = 1u << 11;
    private const uint TypeShift = 8;
    private const uint HardwareException = 3;

    /// <summary>The event; 0 if none waits.</summary>
    public uint Information;

    /// <summary>Its error code, if it has one.</summary>
    public uint ErrorCode;

    /// <summary>Length of the instruction that raised it, for software interrupts and exceptions.</summary>
    public uint InstructionLength;

    /// <summary>True if an event waits.</summary>
    public readonly bool IsPending => (Information & Valid) != 0;

    /// <summary>Vector in bits 7:0.</summary>
    public readonly byte Vector => (byte)Information;

    /// <summary>Type in bits 10:8: 0 interrupt, 2 NMI, 3 exception, 4 software interrupt, 5 and 6 software exceptions (VMX).</summary>
    public readonly uint Type => (Information >> (int)TypeShift) & 7;

    /// <summary>An external interrupt.</summary>
    public static GuestEvent Interrupt(byte vector) => new GuestEvent { Information = Valid | vector };

    /// <summary>A hardware exception without an error code.</summary>
    public static GuestEvent Exception(byte vector) =>
        new GuestEvent { Information = Valid | (HardwareException << (int)TypeShift) | vector };

    /// <summary>A hardware exception with an error code.</summary>
    public static GuestEvent ExceptionWithCode(byte vector, uint errorCode) => new GuestEvent
    {
        Information = Valid | HasErrorCode | (HardwareException << (int)TypeShift) | vector,
        ErrorCode = errorCode,
    };
}
