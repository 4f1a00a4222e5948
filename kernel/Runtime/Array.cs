// Arrays, which the compilers must know though nothing here makes one.
using System.Runtime.CompilerServices;

namespace System;

/// <summary>What arrays derive from: the length, then the elements.</summary>
public abstract class Array
{
    private int _length;

    /// <summary>Number of elements.</summary>
    public int Length
    {
        [Intrinsic] get => _length;
    }
}

/// <summary>The template of <c>T[]</c> for the ahead-of-time compiler.</summary>
internal class Array<T> : Array { }
