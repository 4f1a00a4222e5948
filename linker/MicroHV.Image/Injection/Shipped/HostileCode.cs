// What a partition does that has been told to do harm.
using System.Buffers.Binary;
using MicroHV.Campaigns.Faults;
using MicroHV.Kernel.Abi;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>
/// Programs of a few instructions for 64-bit mode at CPL 0. Storms never end: R15 goes from number to number, and EAX is its upper half.
/// </summary>
internal static class HostileCode
{
    private const int RandomBytes = 256;
    private const ulong Multiplier = 6_364_136_223_846_793_005;

    /// <summary>The program's bytes.</summary>
    /// <param name="kind">The behaviour.</param>
    /// <param name="seed">What is by chance is made of it.</param>
    /// <param name="vendor">Whose instruction a hypercall is.</param>
    public static byte[] Of(string kind, ulong seed, Vendor vendor) => kind switch
    {
        // cli; jmp $
        FaultKinds.EndlessLoop => [0xFA, 0xEB, 0xFE],

        // cli; hlt; jmp to the cli
        FaultKinds.DeadHalt => [0xFA, 0xF4, 0xEB, 0xFC],

        // push 0; push 0; lidt [rsp]; ud2
        FaultKinds.TripleFault => [0x6A, 0x00, 0x6A, 0x00, 0x0F, 0x01, 0x1C, 0x24, 0x0F, 0x0B],
        FaultKinds.RandomCode => ByChance(seed),
        _ => Storm(seed, Body(kind, vendor)),
    };

    private static byte[] Body(string kind, Vendor vendor) => kind switch
    {
        // and eax, 15; mov rdi, r15; mov rsi, r15; vmcall or vmmcall
        FaultKinds.HypercallStorm =>
            [0x83, 0xE0, 0x0F, 0x4C, 0x89, 0xFF, 0x4C, 0x89, 0xFE, 0x0F, 0x01, vendor == Vendor.Intel ? (byte)0xC1 : (byte)0xD9],

        // and eax, 31; xor ecx, ecx; cpuid
        FaultKinds.ExitStorm => [0x83, 0xE0, 0x1F, 0x31, 0xC9, 0x0F, 0xA2],

        // and eax, 3; lea ecx, [rax + IA32_EFER]; rdmsr; wrmsr: up to three MSRs behind it, which all guests may write as they are
        FaultKinds.MsrStorm => [0x83, 0xE0, 0x03, 0x8D, 0x88, 0x80, 0x00, 0x00, 0xC0, 0x0F, 0x32, 0x0F, 0x30],

        // mov edx, eax; in al, dx
        FaultKinds.PortStorm => [0x89, 0xC2, 0xEC],

        // mov [rax], rax
        FaultKinds.MemoryStorm => [0x48, 0x89, 0x00],

        // mov dr0, r15; mov dr1, r15; mov cr2, r15; movq xmm0, r15; and eax, 1; cpuid
        FaultKinds.RegisterStorm =>
        [
            0x41, 0x0F, 0x23, 0xC7, 0x41, 0x0F, 0x23, 0xCF, 0x41, 0x0F, 0x22, 0xD7, 0x66, 0x49, 0x0F, 0x6E, 0xC7,
            0x83, 0xE0, 0x01, 0x0F, 0xA2,
        ],
        _ => throw new ArgumentException($"'{kind}' is no storm", nameof(kind)),
    };

    private static byte[] Storm(ulong seed, byte[] body)
    {
        byte[] multiplier = new byte[sizeof(ulong)];
        byte[] start = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(multiplier, Multiplier);
        BinaryPrimitives.WriteUInt64LittleEndian(start, seed);

        // mov rax, multiplier; imul r15, rax; inc r15; mov rax, r15; shr rax, 32; the body
        byte[] round =
        [
            0x48, 0xB8, .. multiplier, 0x4C, 0x0F, 0xAF, 0xF8, 0x49, 0xFF, 0xC7, 0x4C, 0x89, 0xF8, 0x48, 0xC1, 0xE8, 0x20, .. body,
        ];
        const int JumpBytes = 2;
        byte back = unchecked((byte)-(round.Length + JumpBytes));

        // mov r15, start; the rounds; jmp to the first of them
        return [0x49, 0xBF, .. start, .. round, 0xEB, back];
    }

    private static byte[] ByChance(ulong seed)
    {
        byte[] bytes = new byte[RandomBytes];
        new Random(unchecked((int)seed)).NextBytes(bytes);
        return bytes;
    }
}
