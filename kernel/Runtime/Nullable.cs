// A value that may be missing.
namespace System;

/// <summary>A value of type <typeparamref name="T"/>, or none. The compilers know the order of the fields.</summary>
public readonly struct Nullable<T> where T : struct
{
    private readonly bool hasValue;
    internal readonly T value;

    /// <summary>Holds <paramref name="value"/>.</summary>
    public Nullable(T value)
    {
        this.value = value;
        hasValue = true;
    }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue => hasValue;

    /// <summary>The value; the failed check of the caller if there is none.</summary>
    public T Value
    {
        get
        {
            if (!hasValue)
            {
                Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowInvalidOperationException();
            }

            return value;
        }
    }

    /// <summary>The value, or zero if there is none.</summary>
    public T GetValueOrDefault() => value;
}
