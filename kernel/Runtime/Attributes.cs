// The attributes of namespace System.
namespace System;

/// <summary>What attributes derive from.</summary>
public abstract class Attribute { }

/// <summary>What an attribute may stand on.</summary>
[Flags]
public enum AttributeTargets
{
    /// <summary>An assembly.</summary>
    Assembly = 0x0001,

    /// <summary>A module.</summary>
    Module = 0x0002,

    /// <summary>A class.</summary>
    Class = 0x0004,

    /// <summary>A struct.</summary>
    Struct = 0x0008,

    /// <summary>An enumeration.</summary>
    Enum = 0x0010,

    /// <summary>A constructor.</summary>
    Constructor = 0x0020,

    /// <summary>A method.</summary>
    Method = 0x0040,

    /// <summary>A property.</summary>
    Property = 0x0080,

    /// <summary>A field.</summary>
    Field = 0x0100,

    /// <summary>An event.</summary>
    Event = 0x0200,

    /// <summary>An interface.</summary>
    Interface = 0x0400,

    /// <summary>A parameter.</summary>
    Parameter = 0x0800,

    /// <summary>A delegate.</summary>
    Delegate = 0x1000,

    /// <summary>A result.</summary>
    ReturnValue = 0x2000,

    /// <summary>A type parameter.</summary>
    GenericParameter = 0x4000,

    /// <summary>Anything.</summary>
    All = 0x7FFF,
}

/// <summary>Says what an attribute may stand on.</summary>
public sealed class AttributeUsageAttribute : Attribute
{
    /// <summary>Allows <paramref name="validOn"/>.</summary>
    public AttributeUsageAttribute(AttributeTargets validOn) { }

    /// <summary>Whether it may stand twice on the same thing.</summary>
    public bool AllowMultiple { get; set; }

    /// <summary>Whether derived types have it too.</summary>
    public bool Inherited { get; set; }
}

/// <summary>The members of the enumeration are bits.</summary>
public sealed class FlagsAttribute : Attribute { }

/// <summary>Not for use any more; the compiler puts it on ref structs.</summary>
public sealed class ObsoleteAttribute : Attribute
{
    /// <summary>Warns with <paramref name="message"/>.</summary>
    public ObsoleteAttribute(string message) { }

    /// <summary>Warns, or fails the build, with <paramref name="message"/>.</summary>
    public ObsoleteAttribute(string message, bool error) { }
}

/// <summary>The last parameter takes any number of arguments.</summary>
public sealed class ParamArrayAttribute : Attribute { }
