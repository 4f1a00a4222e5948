; From a startup IPI, in real mode, to 32-bit protected mode and on to entry32.asm. Host/Trampoline.cs copies this to a page
; of the first MiB, the only memory that a startup IPI can name. SDM 3A, "MP Initialization Protocol Algorithm".
section .note.GNU-stack noalloc noexec nowrite progbits

global trampoline_start, trampoline_end
extern cpu_start32, boot_gdt

; Host/Trampoline.cs: where it is copied to.
PLACE           equ 0x8000
BOOT_GDT_LIMIT  equ 0x1F
CODE32          equ 0x10
CR0_PE          equ 1 << 0
CR0_NW          equ 1 << 29
CR0_CD          equ 1 << 30

bits 16
section .boot.text progbits alloc exec nowrite align=16
trampoline_start:
        cli
        xor     ax, ax
        mov     ds, ax
        o32 lgdt [PLACE + gdt_pointer - trampoline_start]

        ; INIT leaves the caches as RESET did: off.
        mov     eax, cr0
        and     eax, ~(CR0_CD | CR0_NW)
        or      eax, CR0_PE
        mov     cr0, eax
        jmp     dword CODE32:cpu_start32
gdt_pointer:
        dw      BOOT_GDT_LIMIT
        dd      boot_gdt
trampoline_end:
