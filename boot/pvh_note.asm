; What a PVH loader (qemu -kernel, Xen) looks for: the note that gives the 32-bit entry point. Xen, "x86/HVM direct boot ABI".
section .note.GNU-stack noalloc noexec nowrite progbits

XEN_ELFNOTE_PHYS32_ENTRY equ 18

extern pvh_start

section .note.pvh note alloc noexec nowrite align=4
                dd 4                    ; size of the name
                dd 4                    ; size of the description
                dd XEN_ELFNOTE_PHYS32_ENTRY
                db "Xen", 0
                dd pvh_start
