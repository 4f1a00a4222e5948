// The gate over paths that do not save XMM registers.
using MicroHV.Gates;
using MicroHV.Gates.Elf;
using MicroHV.Gates.Gates;

namespace MicroHV.Image.Tests.Gates;

public sealed class XmmGateTests
{
    [Theory]
    [InlineData("movups [rdi], xmm0")]
    [InlineData("vmovups [rdi], ymm0")]
    [InlineData("fld qword [rdi]")]
    [InlineData("fninit")]
    [InlineData("ldmxcsr [rdi]")]
    [InlineData("fxrstor64 [rdi]")]
    [InlineData("paddd mm0, mm1")]
    public void An_instruction_that_changes_vector_or_x87_state_is_refused(string instruction) =>
        _ = Assert.Single(Check($"{instruction}\nret"));

    [Theory]
    [InlineData("pause")]
    [InlineData("lfence")]
    [InlineData("mfence")]
    [InlineData("fxsave64 [rdi]")]
    [InlineData("rep movsq")]
    [InlineData("lock cmpxchg [rdi], rsi")]
    [InlineData("swapgs")]
    public void An_instruction_that_leaves_it_alone_is_allowed(string instruction) =>
        Assert.Empty(Check($"{instruction}\niretq"));

    [Fact]
    public void A_fault_behind_calls_and_branches_is_found_and_the_way_there_named()
    {
        IReadOnlyList<Finding> findings = Check(
            """
                test edi, edi
                jz   near_by
                call far_away
                iretq
            near_by:
                iretq
            far_away:
                jmp  last
            last:
                xorps xmm1, xmm1
                ret
            """);

        Assert.StartsWith("entry -> far_away -> last touches", Assert.Single(findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_no_root_reaches_may_use_xmm() =>
        Assert.Empty(Check("iretq\nother: xorps xmm1, xmm1\nret"));

    [Fact]
    public void A_loop_ends() => Assert.Empty(Check(".again: dec edi\njnz .again\njmp entry"));

    [Theory]
    [InlineData("call rax")]
    [InlineData("call [rdi]")]
    [InlineData("jmp rax")]
    public void A_call_that_cannot_be_followed_is_refused(string instruction) =>
        Assert.Contains("no gate can follow", Assert.Single(Check($"{instruction}\nret")).What, StringComparison.Ordinal);

    [Fact]
    public void A_switch_inside_a_compiled_function_is_read_whole()
    {
        IReadOnlyList<Finding> findings = Check(
            """
                call compiled
                iretq
            global compiled:function (compiled.end - compiled)
            compiled:
                add  rax, rcx
                jmp  rax
                ret
                xorps xmm0, xmm0
                ret
            .end:
            """);

        Assert.StartsWith("entry -> compiled touches", Assert.Single(findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_does_not_exist_is_refused()
    {
        ElfFile image = Assembled.Image("section .text\nglobal _start\n_start: ret");

        Assert.Contains("'entry'", Assert.Single(XmmGate.Check(image, ["entry"])).What, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Finding> Check(string body) =>
        [.. XmmGate.Check(Assembled.Image($"section .text\nglobal _start, entry\n_start:\nentry:\n{body}"), ["entry"])];
}
