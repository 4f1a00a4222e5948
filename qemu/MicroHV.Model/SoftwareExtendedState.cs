// The registers that XSAVE and XRSTOR move, one number for each component.
namespace MicroHV.Model;

using System;

/// <summary>
/// State components of the software processor. A component is one 64-bit number, stored at the component's standard offset;
/// the header says which ones are not in their initial state. SDM 1, "XSAVE Area".
/// </summary>
public sealed unsafe class SoftwareExtendedState
{
    private const int HeaderOffset = 0x200;

    // Offsets of x87 (ST0), SSE (XMM0), AVX, the two of MPX, the three of AVX-512, PT and PKRU.
    private static ReadOnlySpan<int> Offsets => [0x20, 0xA0, 0x240, 0x3C0, 0x400, 0x440, 0x480, 0x680, 0xA00, 0xA80];

    private readonly ulong[] _components = new ulong[Offsets.Length];

    /// <summary>Number of components, whether a machine has them or not.</summary>
    public int Count => _components.Length;

    /// <summary>Component <paramref name="number"/>, as its bit in XCR0 counts; 0 is its initial state.</summary>
    public ulong this[int number]
    {
        get => _components[number];
        set => _components[number] = value;
    }

    /// <summary>All components to their initial state.</summary>
    public void Reset() => Array.Clear(_components);

    /// <summary>XSAVE of the components in <paramref name="mask"/>.</summary>
    internal void Save(byte* area, ulong mask)
    {
        ulong inUse = 0;
        for (int i = 0; i < Count; i++)
        {
            if ((mask >> i & 1) != 0 && _components[i] != 0)
            {
                inUse |= 1UL << i;
                *(ulong*)(area + Offsets[i]) = _components[i];
            }
        }

        ulong* header = (ulong*)(area + HeaderOffset);
        *header = (*header & ~mask) | inUse;
    }

    /// <summary>XRSTOR of the components in <paramref name="mask"/>.</summary>
    internal void Load(byte* area, ulong mask)
    {
        ulong stored = *(ulong*)(area + HeaderOffset);
        if ((stored & ~mask) != 0)
        {
            throw new HostExceptionException("XRSTOR of components that XCR0 does not enable: #GP");
        }

        for (int i = 0; i < Count; i++)
        {
            if ((mask >> i & 1) != 0)
            {
                _components[i] = (stored >> i & 1) != 0 ? *(ulong*)(area + Offsets[i]) : 0;
            }
        }
    }

    /// <summary>FXSAVE.</summary>
    internal void SaveLegacy(byte* area)
    {
        *(ulong*)(area + Offsets[0]) = _components[0];
        *(ulong*)(area + Offsets[1]) = _components[1];
    }

    /// <summary>FXRSTOR.</summary>
    internal void LoadLegacy(byte* area)
    {
        _components[0] = *(ulong*)(area + Offsets[0]);
        _components[1] = *(ulong*)(area + Offsets[1]);
    }
}
