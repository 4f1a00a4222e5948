// Follows control flow from one entry through an image.
using Iced.Intel;
using MicroHV.Gates.Elf;

namespace MicroHV.Gates.Gates;

/// <summary>
/// Everything that one entry reaches. Compiled functions are read whole, since their symbols have sizes; assembly is
/// followed instruction by instruction.
/// </summary>
internal sealed class XmmFreePath
{
    private readonly ElfFile _image;
    private readonly ElfSymbol[] _functions;
    private readonly ElfSymbol[] _labels;
    private readonly HashSet<ulong> _seen = [];
    private readonly Queue<(ulong Address, string Path)> _pending = new();
    private readonly string _root;

    public XmmFreePath(ElfFile image, string root)
    {
        _image = image;
        _root = root;
        _functions = [.. image.Symbols.Where(symbol => symbol.IsFunction && symbol.SizeBytes > 0).OrderBy(symbol => symbol.Value)];
        _labels = [.. image.Symbols.Where(IsLabel).OrderBy(symbol => symbol.Value)];
    }

    /// <summary>What must not be reachable from <paramref name="entry"/>.</summary>
    public IEnumerable<Finding> Follow(ulong entry)
    {
        _pending.Enqueue((entry, _root));
        while (_pending.TryDequeue(out (ulong Address, string Path) next))
        {
            ElfSymbol? function = FunctionAt(next.Address);
            IEnumerable<Finding> findings = function is null ? Walk(next.Address, next.Path) : Read(function, next.Path);
            foreach (Finding finding in findings)
            {
                yield return finding;
            }
        }
    }

    private IEnumerable<Finding> Read(ElfSymbol function, string path)
    {
        if (!_seen.Add(function.Value) || CodeAt(function.Value) is not { } code)
        {
            yield break;
        }

        ulong end = function.Value + function.SizeBytes;
        Decoder decoder = Decoder.Create(64, code, function.Value);
        Instruction previous = default;
        while (decoder.IP < end)
        {
            Instruction instruction = decoder.Decode();
            bool isJumpTable = instruction.FlowControl == FlowControl.IndirectBranch
                && instruction.Op0Kind == OpKind.Register
                && previous.Mnemonic == Mnemonic.Add && previous.Op0Register == instruction.Op0Register;
            if (!isJumpTable && Fault(instruction, path) is { } finding)
            {
                yield return finding;
            }

            if (HasTarget(instruction) && !(instruction.NearBranchTarget >= function.Value && instruction.NearBranchTarget < end))
            {
                Enqueue(instruction.NearBranchTarget, path);
            }

            previous = instruction;
        }
    }

    private IEnumerable<Finding> Walk(ulong address, string path)
    {
        if (CodeAt(address) is not { } code)
        {
            yield break;
        }

        Decoder decoder = Decoder.Create(64, code, address);
        while (_seen.Add(decoder.IP))
        {
            Instruction instruction = decoder.Decode();
            if (Fault(instruction, path) is { } finding)
            {
                yield return finding;
            }

            if (HasTarget(instruction))
            {
                Enqueue(instruction.NearBranchTarget, path);
            }

            if (instruction.IsInvalid || instruction.FlowControl is FlowControl.UnconditionalBranch
                or FlowControl.IndirectBranch or FlowControl.Return)
            {
                yield break;
            }
        }
    }

    private static Finding? Fault(in Instruction instruction, string path)
    {
        if (XmmGate.TouchesVectors(instruction))
        {
            return XmmGate.Refuse(path, instruction, "touches vector or x87 registers");
        }

        bool isIndirect = instruction.FlowControl is FlowControl.IndirectCall or FlowControl.IndirectBranch;
        return isIndirect ? XmmGate.Refuse(path, instruction, "goes where no gate can follow") : null;
    }

    private static bool HasTarget(in Instruction instruction) =>
        instruction.Op0Kind is OpKind.NearBranch16 or OpKind.NearBranch32 or OpKind.NearBranch64;

    private void Enqueue(ulong target, string path)
    {
        string name = NameAt(target);
        _pending.Enqueue((target, path.EndsWith(name, StringComparison.Ordinal) ? path : $"{path} -> {name}"));
    }

    private bool IsLabel(ElfSymbol symbol) =>
        symbol.Name.Length > 0 && !symbol.Name.Contains('.', StringComparison.Ordinal)
        && symbol.SectionIndex > 0 && symbol.SectionIndex < _image.Sections.Count
        && _image.Sections[symbol.SectionIndex].IsExecutable;

    private ElfSymbol? FunctionAt(ulong address)
    {
        ElfSymbol? candidate = Array.FindLast(_functions, symbol => symbol.Value <= address);
        return candidate is not null && address < candidate.Value + candidate.SizeBytes ? candidate : null;
    }

    private string NameAt(ulong address) =>
        Array.FindLast(_labels, symbol => symbol.Value <= address)?.Name ?? $"0x{address:X}";

    private byte[]? CodeAt(ulong address)
    {
        ElfSection? section = _image.Sections.FirstOrDefault(section =>
            section.IsExecutable && section.HasBytes
            && section.Address <= address && address < section.Address + section.SizeBytes);
        return section is null ? null : _image.BytesOf(section)[(int)(address - section.Address)..].ToArray();
    }
}
