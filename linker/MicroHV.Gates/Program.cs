// The gates as a command of the build: what assembly needs before nasm runs, and what must hold after the link.
using MicroHV.Gates;

return Commands.Root().Parse(args).Invoke();
