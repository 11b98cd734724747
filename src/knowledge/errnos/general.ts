/**
 * Every errno of asm-generic (x86, Arm and most others), then those that stay inside the kernel and that only a tracer
 * gets to see. Columns: name, number, what strerror(3) calls it, what it generally means.
 */
export const errnoTable = `
EPERM|1|Operation not permitted|the operation needs a privilege (a capability, or being the owner) that the process does not have
ENOENT|2|No such file or directory|the name, or a directory on the way to it, does not exist
ESRCH|3|No such process|there is no process or thread with that id
EINTR|4|Interrupted system call|a signal handler ran before the call had done anything; it can simply be made again
EIO|5|Input/output error|the device or file system failed while reading or writing
ENXIO|6|No such device or address|there is no device, or nobody at the other end
E2BIG|7|Argument list too long|the arguments, or a structure, are larger than the kernel takes
ENOEXEC|8|Exec format error|the file is executable by its permission bits, but in no format that this kernel runs
EBADF|9|Bad file descriptor|the number is no open descriptor, or one not open for this kind of access
ECHILD|10|No child processes|there is no child to wait for
EAGAIN|11|Resource temporarily unavailable|it can't be done right now without waiting; trying again later may work
ENOMEM|12|Cannot allocate memory|the kernel can't provide the memory or address space that was asked for
EACCES|13|Permission denied|the permission bits, or a security policy, do not allow it
EFAULT|14|Bad address|a pointer argument does not point to memory of the process that may be used so
ENOTBLK|15|Block device required|a block device was needed, and this is something else
EBUSY|16|Device or resource busy|it is in use
EEXIST|17|File exists|the name exists already
EXDEV|18|Invalid cross-device link|the two names are on different file systems or mounts
ENODEV|19|No such device|there is no such device, or it does not support the operation
ENOTDIR|20|Not a directory|a part of the path that has to be a directory is something else
EISDIR|21|Is a directory|it is a directory, and the operation is not for directories
EINVAL|22|Invalid argument|an argument, or the combination of arguments, makes no sense to this call
ENFILE|23|Too many open files in system|the whole system has reached its limit of open files (fs.file-max)
EMFILE|24|Too many open files|the process has reached its limit of descriptors (RLIMIT_NOFILE, ulimit -n)
ENOTTY|25|Inappropriate ioctl for device|the descriptor is of a kind that does not know this request; for terminal requests: it is no terminal
ETXTBSY|26|Text file busy|the file is a program that is running, or one that is open for writing
EFBIG|27|File too large|the file would grow beyond a limit (RLIMIT_FSIZE, or the file system's)
ENOSPC|28|No space left on device|there is no room left: blocks, inodes, or another counted thing
ESPIPE|29|Illegal seek|a pipe, socket or terminal has no position
EROFS|30|Read-only file system|the file system is mounted read-only
EMLINK|31|Too many links|the file has as many names as the file system allows
EPIPE|32|Broken pipe|nobody is left to read what is written
EDOM|33|Numerical argument out of domain|a number lies outside of what the operation is defined for
ERANGE|34|Numerical result out of range|the result does not fit: often a buffer that is too small
EDEADLK|35|Resource deadlock avoided|waiting for this lock would never end: its holder waits for the caller
ENAMETOOLONG|36|File name too long|the path is longer than 4095 bytes, or one name in it than the file system allows (mostly 255)
ENOLCK|37|No locks available|the file system, or its server, has no lock to give
ENOSYS|38|Function not implemented|this kernel does not have the call, or a sandbox says so
ENOTEMPTY|39|Directory not empty|the directory still has entries
ELOOP|40|Too many levels of symbolic links|more than 40 symbolic links on the way (usually a circle), or a link where none is allowed
ENOMSG|42|No message of desired type|the queue has no such message
EIDRM|43|Identifier removed|the System V object was removed while it was used
ECHRNG|44|Channel number out of range|a number of old STREAMS drivers; hardly used
EL2NSYNC|45|Level 2 not synchronized|a number of old drivers; hardly used
EL3HLT|46|Level 3 halted|a number of old drivers; hardly used
EL3RST|47|Level 3 reset|a number of old drivers; hardly used
ELNRNG|48|Link number out of range|a number of old drivers; hardly used
EUNATCH|49|Protocol driver not attached|the protocol driver is not attached
ENOCSI|50|No CSI structure available|a number of old drivers; hardly used
EL2HLT|51|Level 2 halted|a number of old drivers; hardly used
EBADE|52|Invalid exchange|an exchange with a device or server went wrong
EBADR|53|Invalid request descriptor|a request descriptor is not valid
EXFULL|54|Exchange full|an exchange with a device has no room left
ENOANO|55|No anode|a number of old drivers; hardly used
EBADRQC|56|Invalid request code|a request code is not valid
EBADSLT|57|Invalid slot|a slot number is not valid
EBFONT|59|Bad font file format|a number of old drivers; hardly used
ENOSTR|60|Device not a stream|it is no STREAMS device
ENODATA|61|No data available|there is no such data: for extended attributes, no attribute of that name
ETIME|62|Timer expired|a timer ran out
ENOSR|63|Out of streams resources|a number of STREAMS; hardly used
ENONET|64|Machine is not on the network|the machine is not on the network
ENOPKG|65|Package not installed|a piece of the kernel, often an algorithm, is not there
EREMOTE|66|Object is remote|the object is on another machine
ENOLINK|67|Link has been severed|the connection to the object was cut
EADV|68|Advertise error|a number of old network file systems; hardly used
ESRMNT|69|Srmount error|a number of old network file systems; hardly used
ECOMM|70|Communication error on send|a message could not be sent
EPROTO|71|Protocol error|a device or the other end did not follow the protocol
EMULTIHOP|72|Multihop attempted|a path would go through more than one machine
EDOTDOT|73|RFS specific error|a number of an old network file system; hardly used
EBADMSG|74|Bad message|the data are damaged: a checksum or a structure is wrong
EOVERFLOW|75|Value too large for defined data type|the value does not fit into the type it is returned in
ENOTUNIQ|76|Name not unique on network|the name is not unique on the network
EBADFD|77|File descriptor in bad state|the descriptor is in a state in which this can't be done
EREMCHG|78|Remote address changed|the address of the other end changed
ELIBACC|79|Can not access a needed shared library|a needed shared library can't be reached
ELIBBAD|80|Accessing a corrupted shared library|the program or a shared library is damaged
ELIBSCN|81|.lib section in a.out corrupted|a number of old program formats; hardly used
ELIBMAX|82|Attempting to link in too many shared libraries|more shared libraries than allowed
ELIBEXEC|83|Cannot exec a shared library directly|a shared library is no program
EILSEQ|84|Invalid or incomplete multibyte or wide character|a byte sequence is not valid in its encoding
ERESTART|85|Interrupted system call should be restarted|the call was interrupted and should be made again; stays inside the kernel
ESTRPIPE|86|Streams pipe error|a number of STREAMS; sound drivers use it for a suspended device
EUSERS|87|Too many users|more users of the thing than there is room for
ENOTSOCK|88|Socket operation on non-socket|the descriptor is open, but no socket
EDESTADDRREQ|89|Destination address required|the socket has no peer and no address was given
EMSGSIZE|90|Message too long|the message is larger than the socket, or the path of a packet, takes in one piece
EPROTOTYPE|91|Protocol wrong type for socket|the protocol or the other end is of another socket type
ENOPROTOOPT|92|Protocol not available|the socket does not know this option
EPROTONOSUPPORT|93|Protocol not supported|the family does not have this protocol, or the kernel lacks it
ESOCKTNOSUPPORT|94|Socket type not supported|the family does not have this socket type
EOPNOTSUPP|95|Operation not supported|this file, socket or file system does not support the operation
EPFNOSUPPORT|96|Protocol family not supported|the kernel does not have this protocol family
EAFNOSUPPORT|97|Address family not supported by protocol|the kernel or the socket does not have this address family
EADDRINUSE|98|Address already in use|another socket has that address
EADDRNOTAVAIL|99|Cannot assign requested address|the address is not one of this host's, or no free port is left
ENETDOWN|100|Network is down|the network interface is down
ENETUNREACH|101|Network is unreachable|the routing table has no route to that address
ENETRESET|102|Network dropped connection on reset|the connection was dropped by a reset of the network
ECONNABORTED|103|Software caused connection abort|the connection was given up before it was taken
ECONNRESET|104|Connection reset by peer|the other end closed the connection without further ado (TCP RST)
ENOBUFS|105|No buffer space available|a queue or buffer is full
EISCONN|106|Transport endpoint is already connected|the socket is connected already
ENOTCONN|107|Transport endpoint is not connected|the socket is not connected
ESHUTDOWN|108|Cannot send after transport endpoint shutdown|this direction of the connection was shut down
ETOOMANYREFS|109|Too many references: cannot splice|too many descriptors are on their way through sockets
ETIMEDOUT|110|Connection timed out|nobody answered in time
ECONNREFUSED|111|Connection refused|the other host was reached, and nothing listens on that port
EHOSTDOWN|112|Host is down|the other host is down
EHOSTUNREACH|113|No route to host|the host can't be reached: no neighbour answered, a router said so, or a route forbids it
EALREADY|114|Operation already in progress|the same thing is under way already
EINPROGRESS|115|Operation now in progress|it was started and goes on in the background
ESTALE|116|Stale file handle|the file behind the handle is gone: removed or replaced on the server
EUCLEAN|117|Structure needs cleaning|the file system is damaged and needs a check (fsck)
ENOTNAM|118|Not a XENIX named type file|a number of XENIX; hardly used
ENAVAIL|119|No XENIX semaphores available|a number of XENIX; hardly used
EISNAM|120|Is a named type file|a number of XENIX; hardly used
EREMOTEIO|121|Remote I/O error|the device at the other end failed
EDQUOT|122|Disk quota exceeded|the user's quota on this file system is used up
ENOMEDIUM|123|No medium found|the drive is empty
EMEDIUMTYPE|124|Wrong medium type|the medium is of the wrong type
ECANCELED|125|Operation canceled|it was cancelled before it was done
ENOKEY|126|Required key not available|the key it needs is not there
EKEYEXPIRED|127|Key has expired|the key is past its end
EKEYREVOKED|128|Key has been revoked|the key was revoked
EKEYREJECTED|129|Key was rejected by service|the key was not accepted; for modules: the signature
EOWNERDEAD|130|Owner died|the thread that held the lock died with it
ENOTRECOVERABLE|131|State not recoverable|what the lock protected is lost for good
ERFKILL|132|Operation not possible due to RF-kill|a switch keeps the radio off
EHWPOISON|133|Memory page has hardware error|the memory page is physically damaged
ERESTARTSYS|512|To be restarted if SA_RESTART is set|a signal interrupted the call; the kernel makes it again if the handler has SA_RESTART, else the program sees EINTR
ERESTARTNOINTR|513|To be restarted|a signal interrupted the call; the kernel always makes it again
ERESTARTNOHAND|514|To be restarted if no handler|a signal interrupted the call; the kernel makes it again unless a handler ran, then the program sees EINTR
ENOIOCTLCMD|515|No ioctl command|the driver does not know the request; the program sees ENOTTY
ERESTART_RESTARTBLOCK|516|Interrupted by signal|a stop or signal interrupted a sleep; it goes on with restart_syscall for the time left, or the program sees EINTR
EPROBE_DEFER|517|Driver requests probe retry|a driver asks to be started again later
EOPENSTALE|518|open found a stale dentry|the file system looks the name up again by itself
ENOPARAM|519|Parameter not supported|a mount parameter is unknown
EBADHANDLE|521|Illegal NFS file handle|an NFS file handle is not valid
ENOTSYNC|522|Update synchronization mismatch|an NFS update came out of step
EBADCOOKIE|523|Cookie is stale|an NFS directory position is out of date
ENOTSUPP|524|Operation is not supported|not supported; a number of the kernel's own that leaks out of some drivers
ETOOSMALL|525|Buffer or request is too small|an NFS buffer is too small
ESERVERFAULT|526|An untranslatable error occurred|the NFS server failed in an unknown way
EBADTYPE|527|Type not supported by server|the NFS server does not have this type
EJUKEBOX|528|Request initiated, but will not complete before timeout|the NFS server needs more time
EIOCBQUEUED|529|iocb queued, will get completion event|the asynchronous request is under way
ERECALLCONFLICT|530|Conflict with recalled state|an NFS layout was recalled meanwhile
ENOGRACE|531|NFS file lock reclaim refused|the NFS server no longer takes back locks of before its restart
`;
