// Handles of metadata, which the compilers name and nothing here opens.
namespace System;

/// <summary>A type at run time; there is no metadata at run time.</summary>
public abstract class Type { }

/// <summary>What <c>typeof</c> loads.</summary>
public struct RuntimeTypeHandle { }

/// <summary>What the address of a method loads.</summary>
public struct RuntimeMethodHandle { }

/// <summary>What the initial value of a constant table loads.</summary>
public struct RuntimeFieldHandle { }
