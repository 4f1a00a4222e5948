; Interrupts on and off: what C# cannot say of them. SysV calling convention.
bits 64

global interrupts_disable, interrupts_enable, interrupts_wait

section .note.GNU-stack noalloc noexec nowrite progbits

section .text

; void interrupts_disable()
align 16
interrupts_disable:
        cli
        ret

; void interrupts_enable()
align 16
interrupts_enable:
        sti
        ret

; void interrupts_wait(): nothing comes between STI and HLT, so that an interrupt which is requested already ends it.
; SDM 2B, "STI—Set Interrupt Flag"
align 16
interrupts_wait:
        sti
        hlt
        ret
