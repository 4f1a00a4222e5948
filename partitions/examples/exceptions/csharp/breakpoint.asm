; An instruction that C# cannot say: what stands in an .asm file of the project's folder is assembled and linked.
bits 64
global breakpoint

section .note.GNU-stack noalloc noexec nowrite progbits

section .text

; void breakpoint()
breakpoint:
        int3
        ret
