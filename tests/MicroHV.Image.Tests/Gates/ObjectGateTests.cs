// Gates over what ILC makes: each fails on one planted fault, and passes without it.
using MicroHV.Gates;
using MicroHV.Gates.Elf;
using MicroHV.Gates.Gates;

namespace MicroHV.Image.Tests.Gates;

public sealed class ObjectGateTests
{
    private static readonly HashSet<string> _declared = ["cpu_halt"];

    [Fact]
    public void A_declared_extern_and_the_symbols_that_every_object_needs_are_allowed()
    {
        ElfFile file = Assembled.Object(
            """
            extern cpu_halt, RhpReversePInvoke, RhpReversePInvokeReturn, RhpFallbackFailFast, __security_cookie
            section .text
                call cpu_halt
                call RhpReversePInvoke
                call RhpReversePInvokeReturn
                call RhpFallbackFailFast
                mov rax, [__security_cookie]
            """);

        Assert.Empty(UndefinedSymbolGate.Check(file, _declared));
    }

    [Fact]
    public void An_undeclared_extern_is_named_with_the_function_that_needs_it()
    {
        ElfFile file = Assembled.Object(
            """
            extern mystery
            section .text
            global first:function (first.end - first)
            global second:function (second.end - second)
            first:  ret
            .end:
            second: call mystery
                    ret
            .end:
            """);

        Finding finding = Assert.Single(UndefinedSymbolGate.Check(file, _declared));
        Assert.Equal("second needs the symbol 'mystery'", finding.What);
    }

    [Theory]
    [InlineData("RhpNewFast", "struct")]
    [InlineData("RhpNewArrayFast", "span")]
    [InlineData("RhpThrowEx", "outcome")]
    [InlineData("RhpStackProbe", "1 KiB")]
    public void What_a_runtime_would_do_is_refused_with_a_way_out(string symbol, string wayOut)
    {
        ElfFile file = Assembled.Object($"extern {symbol}\nsection .text\ncall {symbol}");

        Finding finding = Assert.Single(UndefinedSymbolGate.Check(file, _declared));
        Assert.Contains(wayOut, finding.WayOut, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_constructor_is_refused_by_the_name_of_its_class()
    {
        ElfFile file = Assembled.Object(
            "section .text\nglobal kernel_Limits___cctor, _lsda0kernel_Limits___cctor\nkernel_Limits___cctor:\n_lsda0kernel_Limits___cctor: ret");

        Finding finding = Assert.Single(ClassConstructorGate.Check(file));
        Assert.Contains("class kernel_Limits has", finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__GCSTATICSkernel_Limits")]
    [InlineData("__THREADSTATICkernel_Limits")]
    public void A_static_that_refers_to_an_object_is_refused_by_the_name_of_its_class(string symbol)
    {
        ElfFile file = Assembled.Object($"section .data\nglobal {symbol}\n{symbol}: dq 0");

        Finding finding = Assert.Single(ReferenceStaticGate.Check(file));
        Assert.Contains("class kernel_Limits has", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Statics_of_structs_and_numbers_are_allowed()
    {
        ElfFile file = Assembled.Object(
            "section .bss\nglobal __NONGCSTATICSkernel_Limits\n__NONGCSTATICSkernel_Limits: resq 1");

        Assert.Empty(ReferenceStaticGate.Check(file));
        Assert.Empty(ClassConstructorGate.Check(file));
    }
}
