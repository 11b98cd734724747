/** Socket calls. Columns: see SyscallTable. */
export const networkTable = `
socket|41|198|359|network|2.0|socket|int family, int type, int protocol|Makes a socket of a protocol family and type and returns its descriptor; nothing is sent yet.
socketpair|53|199|360|network|2.0|socketpair|int family, int type, int protocol, int *usockvec|Makes two sockets that are connected to each other.
bind|49|200|361|network|2.0|bind|int fd, struct sockaddr *umyaddr, int addrlen|Gives a socket its own address.
listen|50|201|363|network|2.0|listen|int fd, int backlog|Makes a socket accept connections, with a limit for those that wait.
accept|43|202|-|network|2.0|accept|int fd, struct sockaddr *upeer_sockaddr, int *upeer_addrlen|Takes the next waiting connection and returns a new descriptor for it.
accept4|288|242|364|network|2.6.28|accept4|int fd, struct sockaddr *upeer_sockaddr, int *upeer_addrlen, int flags|Takes the next waiting connection, with flags for non-blocking and close-on-exec.
connect|42|203|362|network|2.0|connect|int fd, struct sockaddr *uservaddr, int addrlen|Connects a socket to an address; for datagrams it only sets the peer.
getsockname|51|204|367|network|2.0|getsockname|int fd, struct sockaddr *usockaddr, int *usockaddr_len|Reads a socket's own address.
getpeername|52|205|368|network|2.0|getpeername|int fd, struct sockaddr *usockaddr, int *usockaddr_len|Reads the address of the other end.
sendto|44|206|369|network|2.0|sendto|int fd, void *buff, size_t len, unsigned int flags, struct sockaddr *addr, int addr_len|Sends data on a socket, to a given address if it is not connected.
sendmsg|46|211|370|network|2.0|sendmsg|int fd, struct user_msghdr *msg, unsigned int flags|Sends data from several buffers on a socket, with ancillary data such as descriptors.
sendmmsg|307|269|345|network|3.0|sendmmsg|int fd, struct mmsghdr *mmsg, unsigned int vlen, unsigned int flags|Sends several messages with one call.
recvfrom|45|207|371|network|2.0|recvfrom|int fd, void *ubuf, size_t size, unsigned int flags, struct sockaddr *addr, int *addr_len|Receives data from a socket, and the sender's address.
recvmsg|47|212|372|network|2.0|recvmsg|int fd, struct user_msghdr *msg, unsigned int flags|Receives data from a socket into several buffers, with ancillary data such as descriptors.
recvmmsg|299|243|337|network|2.6.33|recvmmsg|int fd, struct mmsghdr *mmsg, unsigned int vlen, unsigned int flags, struct __kernel_timespec *timeout|Receives several messages with one call.
shutdown|48|210|373|network|2.0|shutdown|int fd, int how|Ends one or both directions of a connection, while the descriptor stays open.
setsockopt|54|208|366|network|2.0|setsockopt|int fd, int level, int optname, char *optval, int optlen|Sets an option of a socket.
getsockopt|55|209|365|network|2.0|getsockopt|int fd, int level, int optname, char *optval, int *optlen|Reads an option of a socket, such as the pending error SO_ERROR.
sethostname|170|161|74|-|1.0|sethostname|char *name, int len|Sets the host name of the UTS namespace.
setdomainname|171|162|121|-|1.0|setdomainname|char *name, int len|Sets the NIS domain name of the UTS namespace.
`;
