// The event that a VM entry injects, as the checks see it.
namespace MicroHV.Model.EntryChecks;

/// <summary>
/// VM-entry interruption-information field. SDM 3C, "VM-Entry Controls for Event Injection".
/// </summary>
internal readonly struct VmxEntryEvent
{
    public const uint ExternalInterrupt = 0;
    public const uint ReservedType = 1;
    public const uint Nmi = 2;
    public const uint HardwareException = 3;
    public const uint SoftwareInterrupt = 4;
    public const uint PrivilegedSoftwareException = 5;
    public const uint SoftwareException = 6;
    public const uint OtherEvent = 7;

    private const uint DebugVector = 1;
    private const uint MachineCheckVector = 18;

    // #DF, #TS, #NP, #SS, #GP, #PF and #AC.
    private const uint VectorsWithErrorCode = (1u << 8) | (0x1Fu << 10) | (1u << 17);

    private readonly uint _bits;

    public VmxEntryEvent(uint bits) => _bits = bits;

    public bool IsValid => (_bits & (1u << 31)) != 0;

    public uint Vector => _bits & 0xFF;

    public uint Type => (_bits >> 8) & 7;

    public bool DeliversErrorCode => (_bits & (1u << 11)) != 0;

    public bool HasReservedBits => (_bits & 0x7FFF_F000) != 0;

    public bool HasErrorCodeByVector => Vector < 32 && (VectorsWithErrorCode & (1u << (int)Vector)) != 0;

    public bool IsSoftware => Type is SoftwareInterrupt or PrivilegedSoftwareException or SoftwareException;

    public bool IsDebugException => Type == HardwareException && Vector == DebugVector;

    public bool IsMachineCheck => Type == HardwareException && Vector == MachineCheckVector;

    public bool IsInjected(uint type) => IsValid && Type == type;
}
