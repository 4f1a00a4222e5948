; Breakpoints between what C# leaves in a register and what it finds there. SysV calling convention.
bits 64
global breakpoint_rax, breakpoint_xmm0

section .note.GNU-stack noalloc noexec nowrite progbits

section .text

; ulong breakpoint_rax(): RAX behind the breakpoint
breakpoint_rax:
        int3
        ret

; double breakpoint_xmm0(double xmm0): XMM0 behind the breakpoint
breakpoint_xmm0:
        int3
        ret
