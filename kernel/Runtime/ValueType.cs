// What structs, enumerations and delegates derive from.
namespace System;

/// <summary>What every struct derives from.</summary>
public abstract class ValueType { }

/// <summary>What every enumeration derives from.</summary>
public abstract class Enum : ValueType { }

/// <summary>What the compiler derives delegates from; the kernel has none.</summary>
public abstract class Delegate { }

/// <summary>What the compiler derives delegates from; the kernel has none.</summary>
public abstract class MulticastDelegate : Delegate { }
