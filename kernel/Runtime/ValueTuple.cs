// Several values as one.
namespace System;

/// <summary>Two values as one.</summary>
public struct ValueTuple<T1, T2>
{
    /// <summary>The first.</summary>
    public T1 Item1;

    /// <summary>The second.</summary>
    public T2 Item2;

    /// <summary>Holds both.</summary>
    public ValueTuple(T1 item1, T2 item2)
    {
        Item1 = item1;
        Item2 = item2;
    }
}
