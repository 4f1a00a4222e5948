// The interfaces that the language or its customs know by name.
namespace System;

/// <summary>What <c>using</c> ends.</summary>
public interface IDisposable
{
    /// <summary>Gives back what is held.</summary>
    void Dispose();
}

/// <summary>What can be compared with a <typeparamref name="T"/> without boxing. Only a constraint of type arguments.</summary>
public interface IEquatable<T>
{
    /// <summary>Whether both have the same value.</summary>
    bool Equals(T other);
}
