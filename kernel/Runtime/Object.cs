// The root of every type, in the layout that the ahead-of-time compiler prescribes.
namespace System;

/// <summary>The root of every type: one pointer to the method table. The kernel has no instances of it.</summary>
public unsafe class Object
{
    private void* _methodTable;

    /// <summary>Needed by the constructors of derived types.</summary>
    public Object() { }

    /// <summary>Whether both are the same object.</summary>
    public virtual bool Equals(object other) => this == other;

    /// <summary>Zero: nothing here is ever a key.</summary>
    public virtual int GetHashCode() => 0;

    /// <summary>Null: text is bytes here.</summary>
    public virtual string ToString() => null;
}
