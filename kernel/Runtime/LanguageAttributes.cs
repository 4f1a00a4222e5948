// Attributes with which sources tell the C# compiler what a signature alone does not say.
namespace System.Reflection
{
    /// <summary>Names the indexer of a type.</summary>
    public sealed class DefaultMemberAttribute : Attribute
    {
        /// <summary>It is called <paramref name="memberName"/>.</summary>
        public DefaultMemberAttribute(string memberName) { }
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>The method never returns.</summary>
    public sealed class DoesNotReturnAttribute : Attribute { }

    /// <summary>The result may refer to the struct itself.</summary>
    public sealed class UnscopedRefAttribute : Attribute { }

    /// <summary>Silences one rule at one place, with a reason.</summary>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    public sealed class SuppressMessageAttribute : Attribute
    {
        /// <summary>Silences rule <paramref name="checkId"/>.</summary>
        public SuppressMessageAttribute(string category, string checkId) { }

        /// <summary>Why.</summary>
        public string Justification { get; set; }
    }
}
