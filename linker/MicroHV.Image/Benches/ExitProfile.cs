// One exit of a guest, instruction by instruction.
namespace MicroHV.Image.Benches;

/// <summary>What the kernel executed from an exit to the next entry.</summary>
/// <param name="Trip">Name of the round trip that it is part of.</param>
/// <param name="Instructions">How many instructions.</param>
/// <param name="ByFunction">How many in each function, most first.</param>
/// <param name="VmcsAccesses">VMREAD and VMWRITE.</param>
/// <param name="MsrAccesses">RDMSR and WRMSR.</param>
/// <param name="ControlRegisterAccesses">MOV to and from control registers.</param>
/// <param name="Flushes">INVEPT, INVVPID, INVLPG and INVLPGA.</param>
internal sealed record ExitProfile(
    string Trip,
    int Instructions,
    IReadOnlyList<KeyValuePair<string, int>> ByFunction,
    int VmcsAccesses,
    int MsrAccesses,
    int ControlRegisterAccesses,
    int Flushes);
