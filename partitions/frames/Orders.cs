// What the commander tells the others; orders.h says the same for C.

/// <summary>The page that all partitions have, and the commander writes.</summary>
internal struct Orders
{
    /// <summary>1 as soon as all is done and everybody may end.</summary>
    public uint IsOver;
}
