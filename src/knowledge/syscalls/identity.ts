/** Users, groups, capabilities, keys and the ways to give up rights. Columns: see SyscallTable. */
export const identityTable = `
getuid|102|174|24|creds pure|1.0|getuid|-|Returns the real user id.
geteuid|107|175|49|creds pure|1.0|geteuid|-|Returns the effective user id, with which most permissions are checked.
getgid|104|176|47|creds pure|1.0|getgid|-|Returns the real group id.
getegid|108|177|50|creds pure|1.0|getegid|-|Returns the effective group id.
setuid|105|146|23|creds|1.0|setuid|uid_t uid|Sets the effective user id, and for a privileged process the real and saved one too.
setgid|106|144|46|creds|1.0|setgid|gid_t gid|Sets the effective group id, and for a privileged process the real and saved one too.
setreuid|113|145|70|creds|1.0|setreuid|uid_t ruid, uid_t euid|Sets real and effective user id.
setregid|114|143|71|creds|1.0|setregid|gid_t rgid, gid_t egid|Sets real and effective group id.
setresuid|117|147|164|creds|2.2|setresuid|uid_t ruid, uid_t euid, uid_t suid|Sets real, effective and saved user id.
getresuid|118|148|165|creds|2.2|getresuid|uid_t *ruidp, uid_t *euidp, uid_t *suidp|Reads real, effective and saved user id.
setresgid|119|149|170|creds|2.2|setresgid|gid_t rgid, gid_t egid, gid_t sgid|Sets real, effective and saved group id.
getresgid|120|150|171|creds|2.2|getresgid|gid_t *rgidp, gid_t *egidp, gid_t *sgidp|Reads real, effective and saved group id.
setfsuid|122|151|138|creds|1.2|setfsuid|uid_t uid|Sets the user id with which file access is checked.
setfsgid|123|152|139|creds|1.2|setfsgid|gid_t gid|Sets the group id with which file access is checked.
getgroups|115|158|80|creds|1.0|getgroups|int gidsetsize, gid_t *grouplist|Reads the supplementary groups.
setgroups|116|159|81|creds|1.0|setgroups|int gidsetsize, gid_t *grouplist|Sets the supplementary groups.
capget|125|90|184|creds|2.2|capget|cap_user_header_t header, cap_user_data_t dataptr|Reads the capabilities of a thread.
capset|126|91|185|creds|2.2|capset|cap_user_header_t header, const cap_user_data_t data|Sets the capabilities of the calling thread.
add_key|248|217|286|-|2.6.10|add_key|const char *_type, const char *_description, const void *_payload, size_t plen, key_serial_t ringid|Adds a key to a kernel key ring or updates it.
request_key|249|218|287|-|2.6.10|request_key|const char *_type, const char *_description, const char *_callout_info, key_serial_t destringid|Looks for a key, and may have the kernel ask user space for it.
keyctl|250|219|288|-|2.6.10|keyctl|int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5|Does one of many operations on keys and key rings.
seccomp|317|277|354|-|3.17|seccomp|unsigned int op, unsigned int flags, void *uargs|Limits which system calls the process may make from now on.
landlock_create_ruleset|444|444|444|desc|5.13|landlock_create_ruleset|const struct landlock_ruleset_attr *attr, size_t size, __u32 flags|Makes a set of Landlock rules with which a process can restrict itself.
landlock_add_rule|445|445|445|desc|5.13|landlock_add_rule|int ruleset_fd, enum landlock_rule_type rule_type, const void *rule_attr, __u32 flags|Adds a rule to a Landlock set.
landlock_restrict_self|446|446|446|desc|5.13|landlock_restrict_self|int ruleset_fd, __u32 flags|Puts the calling thread under a set of Landlock rules, for good.
lsm_get_self_attr|459|459|459|-|6.8|-|unsigned int attr, struct lsm_ctx *ctx, u32 *size, u32 flags|Reads the security attributes that the security modules give the caller.
lsm_set_self_attr|460|460|460|-|6.8|-|unsigned int attr, struct lsm_ctx *ctx, u32 size, u32 flags|Sets a security attribute of the caller, such as its label after exec.
lsm_list_modules|461|461|461|-|6.8|-|u64 *ids, u32 *size, u32 flags|Lists the security modules that are active.
`;
