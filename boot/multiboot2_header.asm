; What a multiboot2 loader (GRUB, on BIOS and on UEFI) looks for. Multiboot2 Specification, "OS image format".
section .note.GNU-stack noalloc noexec nowrite progbits

MAGIC           equ 0xE85250D6
ARCHITECTURE    equ 0                   ; 32-bit protected mode of i386
TAG_END         equ 0
TAG_INFORMATION equ 1
TAG_ENTRY       equ 3
TAG_OPTIONAL    equ 1
WANT_MEMORY_MAP equ 6

extern multiboot2_start

section .multiboot2 progbits alloc noexec nowrite align=8
header:         dd MAGIC, ARCHITECTURE, header_end - header, -(MAGIC + ARCHITECTURE + (header_end - header))

; The memory map is required: without it the plan cannot be held against the machine.
                align 8, db 0
information:    dw TAG_INFORMATION, 0
                dd information_end - information
                dd WANT_MEMORY_MAP
information_end:

; GRUB enters an ELF image at its own entry point, which is PVH's; this one knows that EAX and EBX are multiboot2's.
                align 8, db 0
entry:          dw TAG_ENTRY, 0
                dd entry_end - entry
                dd multiboot2_start
entry_end:

                align 8, db 0
                dw TAG_END, 0
                dd 8
header_end:
