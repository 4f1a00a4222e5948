// The name of something that a command makes.
using System.CommandLine.Parsing;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Verbs;

/// <summary>Names of systems and partitions to come: what the rules would refuse later is refused before anything is made.</summary>
internal static class ChosenName
{
    /// <summary>Says so if nothing could be called <paramref name="name"/>.</summary>
    /// <param name="argument">Where it was typed.</param>
    /// <param name="name">The name.</param>
    /// <param name="what">What is to be called so.</param>
    /// <returns>Whether it is a name.</returns>
    public static bool Validate(ArgumentResult argument, string name, string what)
    {
        bool isName = OrderlyName.IsName(name, OrderlyName.MaxPartitionLength);
        if (!isName)
        {
            argument.AddError($"'{name}' is no name for a {what}; {OrderlyName.WayOut(OrderlyName.MaxPartitionLength)}");
        }

        return isName;
    }
}
