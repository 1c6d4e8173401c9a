## About

about-title = 关于本站与隐私
about-what = { $site } 每天精选热门研究论文，并通过电子邮件发送给所有订阅者。
about-kept = 我们保存什么
about-kept-reader = 您的电子邮件地址、偏好设置、确认订阅的时间和页面，以及您的 IP 地址的带密钥哈希值：保存到您删除数据为止。退订后仍会保留，以免导入的名单再次为您订阅。
about-kept-pending = 未确认的地址：七天。
about-kept-address = 您要改用的新地址：直到您确认为止，最多七天。
about-kept-left = 您退订的原因（如果您告诉了我们）：直到您重新订阅或删除数据。
about-kept-deliveries = 我们向您发送了哪几期精选，以及邮件服务器的答复：直到您删除数据。
about-kept-erased = 您删除数据之后：地址的带密钥哈希值，以防再次被导入；如果该地址曾被屏蔽，备份日志中还会有一份加密副本，到期删除。
about-erase = 要查看或删除您的数据，请通过任意一期精选中的链接打开偏好设置。如果已退订，请改用其中的退订链接。如果已收不到我们的邮件，请直接回复以前的任意一封。
about-not = 我们不做什么
about-not-text = 没有 Cookie，没有跟踪像素，不统计点击，不加载其他服务器的内容。

## Counts (pages and mails)

count-paper = { $number } 篇论文
count-author = { $number } 位作者
count-other = 另外 { $number } 人
count-upvote = { $number } 个赞
count-comment = { $number } 条评论
label-colon = { $label }：
label-value = { $label }：{ $value }

## Why a paper ranks where it does

reason-code = 有代码
reason-code-stars = { $number ->
   *[other] 有代码，{ $stars } 个星标
}
reason-rising-hours = { $hours } 小时内 +{ $count }
reason-rising-yesterday = 昨天以来 +{ $count }
reason-rising-days = { $days } 天内 +{ $count }
reason-authors = { $papers ->
    [1] 同名作者此前 1 篇论文：{ $upvotes }
   *[other] 同名作者此前 { $papers } 篇论文：平均 { $upvotes }
}
reason-organization = { $papers ->
    [1] 该机构此前 1 篇论文：{ $upvotes }
   *[other] 该机构此前 { $papers } 篇论文：平均 { $upvotes }
}
reason-chosen = 编辑推荐

## Digest mail

digest-subject = { $title }，另有 { $others } 篇
digest-subject-test = [测试] { $subject }
digest-week = 截至{ $date }的一周
digest-rose-again = 再度走红
digest-reason-paused-by-operator = 由运营者暂停
digest-reason-cancelled-by-operator = 由运营者取消
digest-reason-no-papers = 没有论文
digest-reason-two = { $first }；{ $second }
digest-reason-too-late = 当时没有进程在运行，未能及时生成
digest-reason-refused = 被拒收：{ $reply }
digest-reason-unknown-recipients = 太多地址不存在：{ $reply }
digest-empty = { $kind ->
    [weekly] 本周没有与您的主题相关的新论文
   *[other] 今天没有与您的主题相关的新论文
}
digest-empty-text = { $kind ->
    [weekly] 本周没有与您的主题相关的新论文。
   *[other] 今天没有与您的主题相关的新论文。
}
mail-test-copy = 这是一封测试邮件，其中的个人链接不起作用。
mail-sample = 这些是虚构的示例论文，供您浏览体验。
mail-read-more = 阅读全文
mail-pdf = PDF
mail-code = 代码
mail-on-web = 在浏览器中查看
mail-preferences = 偏好设置
mail-unsubscribe = 退订
mail-why-html = 您收到这封邮件，是因为 { $address } 在 <a href="{ $link }/">{ $host }</a> 订阅了 { $site }。
mail-why-text = 您收到这封邮件，是因为此地址订阅了 { $site }：{ $link }/

## Mails to one reader

mail-foot = { $site }，{ $host }
confirmation-subject = 请确认订阅 { $site }
confirmation-heading = 只差一步
confirmation-asked = 有人（希望是您本人）用 { $address } 订阅了 { $site }。
confirmation-press = 点击按钮确认，即可每天收到热门论文。在此之前，我们不会发送任何内容。
confirmation-button = 确认订阅
confirmation-ignore = 链接七天内有效。如果不是您本人操作，请忽略这封邮件，我们会删除该地址。
welcome-subject = 欢迎订阅 { $site }
welcome-heading = 订阅成功
welcome-first = 您将从下一期开始收到精选，接收频率可以随时更改。
welcome-latest = 在此之前，请看{ $date }的精选，首篇为《{ $title }》。
welcome-latest-button = 阅读最新一期
welcome-today = 在此之前，欢迎浏览今天的论文。
welcome-today-button = 查看今天的论文
welcome-preferences = 更改主题、频率或时间
welcome-unsubscribe = 退订
reminder-subject = 您已订阅 { $site }
reminder-heading = 您已经订阅过了
reminder-typed = 有人在 { $site } 的订阅表单中输入了 { $address }。您已经订阅，因此没有任何变化。
reminder-button = 查看我的偏好设置
reminder-spam = 如果收不到精选，请查看垃圾邮件文件夹，并将邮件标记为“非垃圾邮件”。
manage-mail-subject = 您在 { $site } 的数据
manage-mail-heading = 导出或删除您的数据
manage-mail-asked = 您请求查看或删除我们保存的关于您的数据。精选邮件可能被转发，因此我们单独发送此链接。
manage-mail-button = 查看我的数据
manage-mail-ignore = 链接一天内有效。如果不是您本人操作，请忽略这封邮件。

## Alerts to the operator

alert-why = 您收到这封邮件，是因为 { $site } 的 ALERT_TO 中填写了您的地址。
alert-reason = 原因：{ $reason }
alert-paused = { $date }的{ $kind ->
    [weekly] 每周精选
   *[other] 精选
}已暂停
alert-paused-do = 发送已停止。请查明是谁拒收以及为何拒收，然后恢复发送，将从停下的地方继续。查看本期、检查问题并恢复：
alert-skipped = { $date }没有{ $kind ->
    [weekly] 每周精选
   *[other] 精选
}
alert-skipped-do = 如果实际上有论文，请抓取或导入，然后手动生成并发送：
alert-waits = { $date }的{ $kind ->
    [weekly] 每周精选
   *[other] 精选
}正等待您发送
alert-waits-do = 它仍是草稿，而发送时间已过：在有人手动发送之前，读者收不到这一期。请查看并发送：
alert-late = { $date }的{ $kind ->
    [weekly] 每周精选
   *[other] 精选
}发送延迟
alert-late-do = 我们已等待各来源一小时。现在正在发送；之后到的论文会进入下一期。重新抓取并查看本期：
alert-bounced = { $date }的{ $kind ->
    [weekly] 每周精选
   *[other] 精选
}退信或举报过多
alert-bounced-share = 已发送：{ $sent } 封；不存在的地址：{ $hard } 个；被举报为垃圾邮件：{ $complaints } 次。邮箱服务商要求退信低于 5%、举报低于 0.1%；举报达到 0.3% 时，Gmail 会拒收该发件人的邮件。
alert-bounced-do = 这些地址不会再收到邮件。请查明它们从何而来（也许来自一次导入），以及这些读者是否都订阅过精选。查看统计：
alert-bounced-ignored = 数量多得可疑：配置有误的中继会把所有邮箱都报告为不存在。这些读者的订阅仍然有效，这些退信也不计入统计。请查看中继的答复，以及这些地址从何而来。查看统计：
alert-refused = 许多服务器拒收{ $date }的{ $kind ->
    [weekly] 每周精选
   *[other] 精选
}
alert-refused-share = 邮件：{ $mails } 封。因同一原因被拒收：{ $refused } 封。一次这么多，问题应出在我们或中继，而不在读者，因此没有屏蔽任何地址。
alert-refused-do = 请检查我们的地址是否在某个黑名单上，SPF、DKIM 和反向 DNS 是否正确，以及中继的答复。第二条命令会检查从这里能检查的部分：
alert-relay = 邮件中继曾无法连接
alert-relay-since = 我们于 { $since } 与邮件中继 { $relay } 失去连接。没有邮件丢失，所有邮件都会重试。
alert-relay-do = 如果再次发生，请检查本机能否连上中继，以及 SMTP_URL 及其密码是否正确（第一条命令会检查这两项）：
alert-confirmations = 订阅请求异常多
alert-confirmations-limit = 一小时内请求的确认邮件超过了 { $limit } 封（CONFIRMATIONS_PER_HOUR）。其余邮件会稍后发送，不会丢失。
alert-confirmations-do = 如果刚有热门网站链接到您的页面，请调高上限；否则可能有人在利用订阅表单轰炸他人邮箱：请查看请求来源，并在代理上屏蔽。
mail-invite-subject = 邀请您协助运营 { $site }
mail-invite-heading = 协助运营 { $site }
mail-invite-what = 您受邀协助运营 { $site }（角色：{ $role }）。点击按钮设置密码。
mail-invite-lifetime = 此链接七天内有效，只能使用一次。
mail-invite-button = 接受邀请
mail-invite-not-you = 如果您不清楚为何收到这封邮件，请忽略，不会有任何影响。

## Search

search-title = 搜索
search-title-of = 搜索：{ $q }
search-q = 搜索论文
search-button = 搜索
search-hint = 词语、“完整短语”或 -{ "\u2060" }排除。
search-from = 从
search-to = 到
search-category = 类别
search-sort = 排序
search-sort-relevance = 相关性
search-sort-trending = 热门
search-sort-date = 最新
search-found = { $count } 篇论文
search-found-many = 至少 { $count } 篇论文。
search-capped = 显示最新的 { $count } 篇结果。
search-capped-date = 最新的排在最前。
search-unfiltered = 取消筛选
search-nothing = 没有找到论文。
search-meant-html = 您是不是要找 <a href="{ $link }">{ $q }</a>？
search-try = 请减少或更换搜索词。
search-pdf = PDF
search-code = 代码
search-pages = 结果分页
search-first = 第一页
search-next = 更多 →
search-wrong-q = 请最多输入 300 个字符。
search-wrong-day = 请输入日期，例如 2026-03-14。
search-wrong-range = 结束日期不能早于开始日期。
search-wrong-category = 请输入类别，例如 cs.CL，最多 100 个字符。
search-wrong-sort = 请选择相关性、热门或最新。
search-wrong-cursor = 找不到此结果页。请重新搜索。

## Readers' pages

to-papers = 查看今天的论文
to-preferences = 偏好设置

## Subscribe

subscribe-title = 订阅
subscribe-label = 电子邮件地址
subscribe-placeholder = name@example.org
subscribe-button = 订阅
subscribe-promise = 每天一封邮件，随时可退订，不做跟踪。
subscribe-meant = 您是不是要输入 ADDRESS？
subscribe-robots = 请将此栏留空

address-empty = 请输入电子邮件地址。
address-parts = 这不像是电子邮件地址，应类似 ada@example.org。
address-plain = 请输入一个地址，不含空格、逗号、引号或括号。
address-long-name = @ 之前的部分超过 64 个字符。
address-name = @ 之前的部分含有邮件服务器不接受的字符，或点号的位置不对。
address-domain = @ 之后的部分不是有效域名（如 example.org）。
address-long = 地址超过 254 个字符。
address-special = @ 之后的部分是保留名称，互联网上无法向其投递邮件。
address-disposable = 抱歉，我们无法向临时地址发送邮件。请使用长期有效的地址。

check-inbox-title = 请查看您的邮箱
check-inbox-what = 我们已向您发送邮件（如果该地址可以接收）。请点击其中的按钮确认。
check-inbox-nothing-html = 几分钟后仍未收到？请查看垃圾邮件文件夹，或稍后<a href="/">再试一次</a>。每试一次，下一封邮件的等待时间都会加长。
check-inbox-local-html = 本服务器暂不向外发送邮件，请在<a href="/inbox">本地收件箱</a>中查看。
check-inbox-meant = 您是不是要用 { $domain } 的地址？
check-inbox-meant-text = 邮件已发往您输入的地址。如果有误，请重新输入。

## Links in mails

link-unknown = 此链接无效
    .detail = 链接可能不完整：请从邮件中复制完整链接。

confirm-title = 确认订阅
confirm-what = 点击按钮，即可开始接收每天的论文。
confirm-button = 确认订阅
confirm-done-title = 订阅成功
confirm-done-text = 您将从下一期开始收到精选。我们还向您发送了一封邮件，其中有偏好设置的链接。
confirm-gone = 此链接已失效
    .detail = 请输入您的地址，我们会发送新链接。

unsubscribe-title = 要退订吗？
unsubscribe-what = 点击按钮后，您将立即停止接收 { $site }。
unsubscribe-button = 退订
unsubscribe-done-title = 您已退订
unsubscribe-done-text = 您不会再收到精选。已发出的一封仍可能送达。
unsubscribe-mistake-html = 改变主意了？<a href="/">重新订阅</a>。
unsubscribe-instead = 只想少收一些？
unsubscribe-pause-button = 先暂停
unsubscribe-weekly-offer = 每周一一封，汇集一周精华。
unsubscribe-weekly-button = 改为每周一次
unsubscribe-back-title = 很高兴您愿意留下
unsubscribe-paused = 您的订阅已暂停。
unsubscribe-weekly = 从现在起，您将在每周一收到一期精选。
unsubscribe-gone = 此链接已失效
    .detail = 请输入您的地址重新订阅。
unsubscribe-why = 您为什么退订？
unsubscribe-why-text = 选填，但对我们很有帮助。
unsubscribe-why-too-often = 邮件太多
unsubscribe-why-not-relevant = 论文不符合我的兴趣
unsubscribe-why-too-long = 邮件太长
unsubscribe-why-not-asked = 我从未订阅过
unsubscribe-why-other = 其他原因
unsubscribe-comment = 还有什么想告诉我们的吗？（最多 1,000 个字符）
unsubscribe-why-button = 发送反馈
unsubscribe-error-comment = 请缩短到 1,000 个字符以内。
unsubscribe-thanks = 感谢您的反馈。

pause-for = 暂停时长
pause-week = 一周
pause-two-weeks = 两周
pause-month = 一个月
pause-three-months = 三个月
pause-ends = 将于{ $date }恢复发送。

address-title = 更改电子邮件地址
address-what = 要把精选改发到新地址吗？两个邮箱都确认后即生效。
address-button = 是，更改地址
address-waiting = 谢谢！还差一步：请点击发往另一个地址的邮件中的按钮。
address-done = 已更改。精选现在将发往新地址。
address-taken = 新地址已有自己的订阅，因此没有任何更改。要停止旧地址的订阅，请使用发往旧地址的任意一期精选中的退订链接。
address-gone = 此链接已失效
    .detail = 您可以在偏好设置中重新更改地址，每期精选中都有偏好设置的链接。

manage-title = 您的数据
manage-what = 我们保存的关于您的全部数据。
manage-download = 下载
manage-erase = 删除
manage-erase-text = 您的地址、同意记录和邮件记录将立即删除。此操作无法撤销。
manage-erase-button = 删除我的数据
manage-erased-title = 您的数据已删除
manage-erased = 我们的数据库中只保留地址的带密钥哈希值，以防再次被导入。
manage-gone = 此链接已失效
    .detail = 您可以在偏好设置中申请新的链接；如果已退订，请在退订页面申请。每期精选中都有这两个页面的链接。

## Preferences

preferences-title = 您的偏好设置
preferences-gone = 此链接已失效
    .detail = 您已退订，或已更改地址。如果仍在接收精选，请使用最新一期中的链接；否则请输入地址重新订阅。
preferences-saved = 已保存。
preferences-paused = 已暂停。
preferences-resumed = 欢迎回来。
preferences-manage-sent = 如果您的地址仍可接收我们的邮件，链接很快就会送达，一天内有效。
unsubscribe-linked = 如果您的地址仍可接收我们的邮件，链接很快就会送达，一天内有效。
preferences-address-sent = 我们已向两个地址发送邮件（如果新地址可以接收）。如未收到，十分钟后可以再试。
preferences-pause-title = 已暂停
preferences-no-digests = 您目前不会收到精选。
preferences-resume-button = 立即恢复
preferences-what = 您的精选
preferences-topics = 主题
preferences-topics-hint = 最多 20 个词语、“短语”或 arXiv 类别，用逗号分隔，例如 sparse autoencoders, image restoration, cs.CL。留空则为当天的热门论文。
preferences-suggestions = 今日热点
preferences-list = 精选内容
preferences-list-first = 优先显示与主题匹配的论文，其次是热门论文
preferences-list-only = 只显示与主题匹配的论文
preferences-empty = 没有匹配时
preferences-empty-nothing = 不发送
preferences-empty-notify = 通知我
preferences-papers = 每期论文数
preferences-papers-default = 默认（{ $number }）
preferences-when = 发送时间
preferences-days = 发送频率
preferences-daily = 每天
preferences-weekdays = 星期一至星期五
preferences-weekly = 每周一：一周精华
preferences-hour = 时间
preferences-hour-default = 默认（{ $time }）
preferences-timezone = 时区
preferences-timezone-default = 默认（{ $zone }）
preferences-timezone-guess = 已根据您的设备选择 ZONE。保存即可采用。
preferences-language = 语言
preferences-save = 保存
preferences-pause = 暂停
preferences-until = 或直到
preferences-pause-button = 暂停
preferences-address = 更改电子邮件地址
preferences-address-text = 我们会向两个地址发送邮件；两边都确认后，精选即改发到新地址。
preferences-address-label = 新的电子邮件地址
preferences-address-button = 发送确认邮件
preferences-data = 您的数据
preferences-data-text = 查看或删除我们保存的关于您的一切。精选邮件可能被转发，因此我们会单独发送链接。
preferences-data-button = 发送链接
preferences-leave = 退订
preferences-error-topics = 最多 20 个主题，每个不超过 80 个字符，用逗号分隔。
preferences-error-timezone = 请从列表中选择一个时区。
preferences-error-until = 请选择从明天起一年之内的日期。
preferences-error-choice = 请选择其中一项。

## Mails: change of address

mail-address-confirm-subject = 请确认您在 { $site } 的新地址
mail-address-confirm-heading = 这是您的新地址吗？
mail-address-confirm-what = 有人（希望是您本人）想在此地址接收 { $site }。
mail-address-confirm-button = 是，这是我的地址
mail-address-notice-subject = 要更改您在 { $site } 的地址吗？
mail-address-notice-heading = 要更改您的地址吗？
mail-address-notice-what = 有人（希望是您本人）想把 { $site } 改发到 { $address }。
mail-address-notice-button = 是，更改地址
mail-address-both = 我们已向两个地址各发送一封邮件。两封都确认后即生效。链接七天内有效。
mail-address-not-you = 如果不是您本人操作，请忽略这封邮件：不会有任何更改。

## Frame of every page

frame-skip = 跳到正文
frame-nav = 网站导航
frame-archive = 往期
frame-search = 搜索
frame-inbox = 收件箱
frame-about = 关于本站与隐私
frame-api = API
frame-papers = 论文订阅源：
frame-digests = 精选订阅源：
frame-feed-papers = { $site }：论文
frame-feed-digests = { $site }：精选
frame-languages = 提供 { $languages }（随浏览器语言显示）。

## Daily Papers page

daily-title-today = 今天的论文
daily-title = { $date }的论文
daily-description = 每日热门研究论文，网页与邮件同步呈现。
daily-banner = 每日热门论文，直达您的邮箱！
daily-sample = 这些是虚构的示例论文，供您浏览体验。
daily-days = 日期
daily-previous = 前一天
daily-next = 后一天
daily-calendar = 日历
daily-month-back = 上个月
daily-month-on = 下个月
daily-empty = 这一天没有论文。
daily-empty-today = 今天的论文还未发布。
daily-last = 最近有论文的一天：
daily-sort = 排序
daily-sort-trending = 热门
daily-sort-upvotes = 赞数
daily-sort-newest = 最新
daily-find = 搜索全部论文

daily-not-yet = 日期未到
    .detail = 这一天还没有论文，请届时再来。

## A paper, on a card and on its page

card-more = 展开
card-less = 收起
card-paper = 原始页面
card-pdf = PDF
card-code = 代码
paper-sample = 这是一篇虚构的示例论文。
paper-abstract = 摘要
paper-summary = 概要
paper-project = 项目
paper-cite = 引用（BibTeX）
paper-similar = 相似论文
paper-banner = 每日论文，邮件送达

author-missing = 没有此作者
    .detail = 没有署此姓名的论文。姓名须与论文上的写法完全一致。
author-follow = 关注此作者：
paper-missing = 找不到这篇论文
    .detail = 它可能已被移除，或链接有误。

## Digests on the web

digest-all = 全部精选
digest-banner = 用邮件接收下一期
digests-title = 全部精选
digests-kinds = 精选类型
digests-daily = 每日
digests-weekly = 每周
digests-none = 还没有发出过精选。第一期将在下一个有论文的日子发出。
digests-none-weekly = 还没有发出过每周精选。每周精选在星期一发出。
digests-older = 更早

digest-missing = 没有这期精选
    .detail = 这一天没有精选。

## Local inbox

inbox-title = 本地收件箱
inbox-what = 本服务器发出的邮件。尚未设置邮件中继，因此保存在这里（最近 1,000 封）。
inbox-empty = 还没有邮件。
inbox-bytes = { $bytes } 字节
inbox-raw = 原文
inbox-html = 邮件的 HTML 版本
inbox-text = 纯文本部分
inbox-headers = 邮件头

inbox-missing = 找不到这封邮件
    .detail = 它不在收件箱中；仅保留最近 1,000 封。

## Operators: signing in, account, log

admin-nav = 管理
admin-overview = 概览
admin-digests = 精选
admin-keys = API 密钥
admin-operators = 运营者
admin-log = 操作日志
admin-account = 账户
admin-sign-in = 登录
admin-sign-out = 退出登录
admin-sign-in-what = 供 { $site } 的运营者使用。读者无需账户。
admin-sign-in-http = 此页面通过 http 打开，而浏览器只会在 https 下保存会话 Cookie。请在此登录：{ $url }
admin-sign-in-wrong = 电子邮件地址或密码不正确。
admin-sign-in-held = 您的登录已失效。您刚才提交的内容仍保留在本页：登录后可以再次提交。
admin-arrive = 请稍候
admin-arrive-on = 继续
admin-password = 密码
admin-first = 还没有运营者
admin-first-what = 请在服务器上运行下面的命令，创建第一位运营者。密码只显示一次。
admin-first-command = 命令
admin-first-then = 然后在此登录。
admin-again = 您已重新登录
admin-again-what = 您之前的操作没有执行，内容仍保留在此，将提交到：
admin-again-button = 现在提交
admin-again-not = 放弃
admin-account-who = 您已登录为 { $email }。
admin-account-sessions = 登录中的设备
admin-account-session = 登录于 { $started }，最近使用于 { $used }
admin-account-here = 当前设备
admin-account-everywhere = 在所有地方退出登录
admin-account-end = 退出登录
admin-account-browser = 未知浏览器
admin-account-password = 新密码
admin-password-current = 当前密码
admin-password-hint = 至少 12 个字符。您在此处保持登录，其他地方将退出登录。
admin-password-button = 修改密码
admin-password-error = 请设置 12 到 200 个字符的密码。
admin-password-current-error = 当前密码不正确。
admin-time-zone = 时区
admin-time-zone-label = 时间显示为
admin-time-zone-button = 保存
admin-second-factor = 两步登录
admin-second-factor-on = 已启用
admin-second-factor-what = 使用身份验证器应用后，仅凭被盗的密码无法登录。
admin-second-factor-add = 设置
admin-second-factor-change = 更改或关闭
admin-second-factor-replace = 两步登录已启用。重新设置将替换原来的应用和恢复代码。
admin-second-factor-scan = 用身份验证器应用扫描此二维码，然后输入它显示的六位数字。
admin-second-factor-qr = 供身份验证器应用扫描的二维码
admin-second-factor-type = 无法扫描？请输入此密钥：
admin-second-factor-button = 启用
admin-second-factor-remove = 关闭…
admin-second-factor-remove-do = 关闭两步登录
admin-code = 输入验证码
admin-code-what = 请输入身份验证器应用中的验证码，或任一恢复代码。
admin-code-label = 验证码
admin-code-wrong = 验证码不正确或已被使用，请输入当前的验证码。
admin-code-expired = 操作超时，请重新开始。
admin-recovery = 恢复代码
admin-recovery-what = 两步登录已启用。如果手机丢失，每个代码可用于登录一次。请立即妥善保存：它们不会再次显示。
admin-recovery-done = 我已保存
admin-recovery-left = 剩余恢复代码：{ $count } 个。
admin-operators-what = 可以在此登录的所有人。角色更改立即生效。
admin-operators-you = 您
admin-operators-since = 自 { $at } 起
admin-operators-factor = 两步登录
admin-operators-no-factor = 仅密码
admin-operators-change = 更改…
admin-operators-role = 角色
admin-operators-role-button = 更改角色
admin-operators-remove = 移除运营者
admin-operators-invited = 已邀请
admin-operators-invited-at = 邀请于 { $at }；链接七天内有效
admin-invite = 邀请运营者
admin-invite-what = 我们会发送一个链接，供对方设置密码。
admin-invite-button = 发送邀请
admin-invite-withdraw = 撤回邀请
admin-invite-email-error = 请输入类似 ada@example.org 的地址。
admin-invite-role-error = 请选择角色。
admin-invite-known = 该地址已有运营者账户。
admin-invite-title = 欢迎
admin-invite-welcome = { $email } 受邀协助运营 { $site }（角色：{ $role }）。请设置密码。
admin-invite-password = 您的密码
admin-invite-password-hint = 至少 12 个字符。
admin-invite-accept = 创建账户
admin-invite-gone = 此邀请已失效
    .detail = 它已被使用、撤回或超过七天。请联系邀请您的人重新发送。
admin-role-viewer = 查看者
admin-role-editor = 编辑
admin-role-owner = 所有者
admin-role-viewer-may = 可查看精选、论文和数据，但看不到订阅者地址。
admin-role-editor-may = 还可以编辑论文和草稿，并发送测试邮件。
admin-role-owner-may = 可执行所有操作：发送、查看订阅者、管理密钥和运营者。
admin-role-missing = 您的角色无权执行此操作
    .detail = 请联系所有者执行，或更改您的角色。
admin-log-what = 运营者的操作，包括通过 API 密钥和命令行执行的操作。读者的地址不会写入日志。
admin-log-empty = 还没有记录。
admin-log-nobody = 命令行
admin-log-key = API 密钥“{ $name }”

audit-operator-created = 已创建运营者。
audit-operator-removed = 已移除运营者。
audit-operator-password = 已设置新密码。
audit-operator-role = 角色已更改。
audit-operator-invited = 邀请已发送。
audit-invite-withdrawn = 邀请已撤回。
audit-invite-accepted = 邀请已接受。
audit-operator-time-zone = 时区已保存。
audit-second-factor-added = 两步登录已启用。
audit-second-factor-removed = 两步登录已关闭。
audit-recovery-code-used = 已使用恢复代码登录。
audit-session-ended = 已退出另一个浏览器的登录。
audit-signed-in = 已登录。
audit-signed-out = 已退出登录。
audit-signed-out-everywhere = 已在所有地方退出登录。

admin-foreign = 此表单不是来自本站
    .detail = 没有任何更改。请刷新页面后重试。

## Operators: what was done

audit-digest-composed = 已生成草稿。
audit-draft-moved = 已移动草稿中的一篇论文。
audit-draft-removed = 已从草稿中移除一篇论文。
audit-draft-added = 已向草稿添加一篇论文。
audit-draft-subject = 已修改草稿的邮件主题。
audit-digest-tested = 测试邮件已发送。
audit-digest-sent = 已开始发送精选。
audit-digest-scheduled = 已定时发送精选。
audit-digest-paused = 精选已暂停。
audit-digest-resumed = 已恢复发送精选。
audit-digest-retried = 失败的邮件已重新排队。
audit-digest-returned-to-draft = 精选已退回为草稿。
audit-digest-cancelled = 精选已取消。
audit-key-created = 已创建密钥。
audit-key-revoked = 已吊销密钥。
audit-subscriber-added = 已添加订阅者。
audit-subscriber-asked = 确认邮件已发送。
audit-subscriber-paused = 已暂停订阅。
audit-subscriber-resumed = 已结束暂停。
audit-subscriber-unsubscribed = 已退订。
audit-subscriber-unblocked = 已解除屏蔽：可以再次向此地址发送邮件。
audit-subscriber-erased = 该订阅者的数据已删除。
audit-subscribers-imported = 已导入订阅者。
audit-subscriber-changed = 订阅者已更改。
audit-subscribers-exported = 订阅者已导出。
audit-suppression-added = 地址已屏蔽。
audit-suppressions-imported = 屏蔽地址已导入。
audit-suppressions-exported = 屏蔽地址已导出。
audit-bounces-read = 退信已读取。
audit-journal-replayed = 已应用备份日志。
audit-journal-confirmed = 已在未应用备份日志的情况下恢复发送。
audit-paper-added = 已添加论文。
audit-paper-edited = 已更改论文。
audit-papers-imported = 已导入论文。
audit-papers-fetched = 已从来源抓取论文。

## Operators: states of digests and deliveries

admin-state-draft = 草稿
admin-state-ready = 就绪
admin-state-sending = 发送中
admin-state-sent = 已发送
admin-state-paused = 已暂停
admin-state-cancelled = 已取消
admin-state-skipped = 已跳过
admin-delivery-sent = 已发送
admin-delivery-sending = 发送中
admin-delivery-queued = 等待中
admin-delivery-deferred = 稍后重试
admin-delivery-uncertain = 不确定
admin-delivery-failed = 失败
admin-delivery-skipped = 已跳过
admin-means-draft = 在您发送之前，草稿不会发给任何人。
admin-means-draft-until = 草稿尚未发给任何人。如果到 { $at } 它仍是草稿，就会按当时的内容定稿，并在读者各自设定的时间发出。
admin-means-ready = 已定稿。每位读者会在自己设定的时间收到，最早从 { $at } 开始。
admin-means-scheduled = 已定稿，将于 { $at } 发送给全部读者。
admin-means-sending = 正在发送：每位读者在自己设定的时间进入队列，并以邮件中继可接收的速度发出。
admin-means-sent = 发送已完成，网页版会一直保留。
admin-means-paused = 发送已暂停。恢复后将从停下的地方继续，不会有人重复收到。
admin-means-cancelled = 已取消。仍在等待的读者不会收到。
admin-means-skipped = 这一天没有精选。您可以手动生成。
admin-not-now = 操作未执行：这期精选已发生变化。当前状态如下，没有因此发出任何邮件。

## Operators: overview

admin-alerts = 需要处理
admin-alerts-none = 一切正常。
admin-alert-look = 查看
admin-alert-reason = 原因：
admin-alert-paused-do = 发送已停止。请查明是谁拒收以及为何拒收，然后恢复或取消。
admin-alert-paused-by-hand = 由运营者暂停。准备好后请恢复。
admin-alert-skipped-do = 如果实际上有论文，请手动生成。
admin-alert-waits-do = 它仍是草稿，而发送时间已过：在您发送之前，读者收不到这一期。
admin-alert-journal = 发送已暂停：数据库比备份日志旧
admin-alert-journal-do = 数据库已从备份恢复，此后可能有读者退订。请在服务器上运行“daily-papers journal replay”：这些订阅会被终止，然后继续发送。
admin-alert-no-sender = 有邮件在等待，但没有发送进程在运行
admin-alert-no-sender-do = 请启动 ROLES 中含有“sender”的进程。不会丢失任何内容：等待的邮件届时会发出。
admin-alert-relay = 过去六小时内邮件中继曾无法连接
admin-alert-relay-do = 如果再次发生，请检查本机能否连上中继，以及 SMTP_URL 及其密码是否正确。“daily-papers doctor”会检查这两项。
admin-alert-slow = 邮件中继要求放慢速度
admin-alert-slow-do = 我们已放慢发送速度，之后会自动恢复。如果每天如此，请设置 SMTP_RATE。
admin-alert-domain = { $domain } 拒收我们的邮件
admin-alert-domain-do = 将于 { $until } 重试。如果持续如此，请查看原因并联系对方的邮件管理员。
admin-alert-source = 来源 { $source } 异常
admin-alert-source-do = 我们每小时重新检查；当天的精选最多等待一小时。您可以先导入论文。
admin-today = 精选
admin-today-none = 今天的精选尚未生成。
admin-next-daily = 下一期每日精选：{ $at }
admin-next-weekly = 下一期每周精选：{ $at }
admin-composed = 生成于 { $at }。
admin-rate = 每分钟 { $rate } 封，剩余 { $left } 封
admin-rate-end = 每分钟 { $rate } 封，剩余 { $left } 封，预计 { $end } 完成
admin-readers = 订阅者
admin-status-active = 有效
admin-status-pending = 未确认
admin-status-paused = 已暂停
admin-status-unsubscribed = 已退订
admin-status-bounced = 退信
admin-status-complained = 被举报
admin-status-blocked = 已屏蔽
admin-moves = 最近 30 天：加入 { $came } 人，离开 { $left } 人。
admin-moves-day = { $date }：加入 { $came } 人，离开 { $left } 人
admin-relays = 邮件中继
admin-relay-in-use = 使用中
admin-relay-unreachable = 自 { $since } 起无法连接
admin-relay-paused = 拒收我们的邮件；将于 { $until } 重试
admin-relay-counts = 已接收 { $accepted } 封，已拒收 { $refused } 封，暂缓 { $deferred } 封
admin-relay-warm-up = 预热中：今日已用 { $used } / { $ceiling } 封；{ $end } 起不再限制
admin-sources = 来源
admin-sources-none = 未设置来源（PAPER_SOURCES）：论文来自导入，或为虚构示例。
admin-source-healthy = 正常
admin-source-failing = 异常
admin-source-unknown = 尚未检查
admin-source-last = 当日 { $papers } 篇，{ $at }
admin-suppressions = 已屏蔽的地址
admin-suppressions-none = 无。

## Operators: digests

admin-digests-none = 还没有精选。
admin-digests-date = 日期
admin-digests-state = 状态
admin-compose = 生成草稿
admin-compose-what = 使用近期尚未入选过精选的论文。此时还不会发送任何邮件。
admin-compose-kind = 类型
admin-compose-button = 生成
admin-compose-date-error = 请选择日期，例如 2026-03-14。
admin-compose-monday = 每周精选的日期是星期一。请选择星期一。
admin-compose-none = 近期没有论文，或都已入选过精选。请先导入或抓取。
admin-digest-title = { $kind ->
    [weekly] 截至{ $date }一周的精选
   *[other] { $date }的精选
}
admin-digest-web = 网页版
admin-digest-do = 操作
admin-send-button = 发送…
admin-send-rest-button = 立即发送给其余读者…
admin-pause-button = 暂停
admin-resume-button = 恢复
admin-retry-button = 重发失败的邮件
admin-retry-what = 只重发并非因地址问题而失败的邮件；已屏蔽的地址和已退订的读者不在其中。
admin-domains-link = 按收件域名查看结果
admin-domains-title = { $kind ->
    [weekly] 截至{ $date }一周的各收件域名结果
   *[other] { $date }各收件域名的结果
}
admin-domains-what = 失败最多的 100 个域名，以及其服务器的答复。
admin-domains-none = 还没有读者进入队列。
admin-domains-domain = 域名
admin-domains-open = 未完成
admin-back-button = 退回草稿
admin-cancel-button = 取消这期精选…
admin-recompose = 重新生成
admin-recompose-what = 按当前排名重新排列论文，您的修改将丢失。
admin-deliveries = 投递
admin-deliveries-count = 数量
admin-deliveries-reason = 原因
delivery-reason-erased = 订阅者数据已删除
delivery-reason-unsubscribed = 已退订
delivery-reason-paused = 读者已暂停
delivery-reason-bounced = 地址无法投递
delivery-reason-complained = 被举报为垃圾邮件
delivery-reason-suppressed = 地址已屏蔽
delivery-reason-expired = 已过发送期限
delivery-reason-cancelled = 本期已取消
delivery-reason-no-match = 没有符合主题的论文
delivery-reason-domain-paused = 暂停向该域名发送
delivery-reason-awaiting-turn = 受 SMTP_RATE_PER_DOMAIN 限制，等待中
delivery-reason-confirmed = 已通过另一个链接确认
delivery-reason-throttled = 等待中：发往该邮箱的确认邮件过多，或总数达到上限（CONFIRMATIONS_PER_HOUR）
delivery-reason-domain-busy = 受 SMTP_CONNECTIONS_PER_DOMAIN 限制，等待中
delivery-reason-awaiting-relay = 等待可能已收到此邮件的中继恢复
delivery-reason-refused = 被邮件服务器拒收
delivery-reason-connection-lost = 连接中断
delivery-reason-not-rendered = 邮件无法生成
delivery-reason-invalid-envelope = 地址无效
admin-deliveries-faults = 部分未送达的原因
admin-papers = 论文
admin-papers-issue = 前 { $number } 篇构成本期；设置了主题的读者从全部论文中获得自己的列表。
admin-papers-rest = 其他论文（{ $number }）
admin-paper-up = 上移
admin-paper-down = 下移
admin-paper-top = 置顶
admin-paper-out = 移除
admin-paper-find = 查找要添加的论文
admin-paper-find-button = 搜索
admin-paper-found-none = 没有找到。
admin-paper-add = 添加到顶部
admin-paper-there = 已在此草稿中
admin-edit-no-paper = 这篇论文已不存在。
admin-edit-used = 这篇论文已在另一期精选中。
admin-edit-sample = 示例论文不能与真实论文混用。
admin-edit-last = 精选至少需要一篇论文。
admin-mail = 邮件预览
admin-mail-subject = 邮件主题：
admin-mail-subject-hint = 留空则根据论文标题，以每位读者的语言生成邮件主题。
admin-mail-subject-button = 保存
admin-mail-language = 语言
admin-mail-part = 格式
admin-mail-html = HTML
admin-mail-text = 纯文本
admin-test = 测试邮件
admin-test-what = 最多 10 个地址，用逗号分隔。邮件标有 [测试]，其中的个人链接不起作用，也不计入统计。
admin-test-to = 收件人
admin-test-button = 发送测试邮件
admin-test-count = 请输入一到十个地址。
admin-test-suppressed = 无法向 { $addresses } 发送邮件（退信、被举报或已屏蔽）。没有发出任何邮件。

## Operators: send and cancel

admin-send-title = { $kind ->
    [weekly] 发送截至{ $date }一周的精选？
   *[other] 发送{ $date }的精选？
}
admin-send-readers = { $readers ->
    [0] 没有可发送的读者。
   *[other] 将发送给 { $text } 位读者。
}
admin-send-frozen = 发送后，其中的论文不能再更改，已发出的邮件也无法撤回。
admin-send-when = 时间
admin-send-now = 立即，不考虑读者设定的时间
admin-send-later = 在指定时间（{ $zone }）
admin-send-at = 请选择未来 30 天内的时间。
admin-send-at-label = 时间
admin-send-type = 请输入读者人数以确认：{ $readers }
admin-send-typed = 数字不符。没有发出任何邮件。
admin-send-more = 读者人数有所增加。没有发出任何邮件；请核对新的人数。
admin-send-changed = 草稿刚刚被修改。没有发出任何邮件：请返回查看其中的论文，然后再发送。
admin-send-nobody = 没有可发送的读者，而每期精选只发送一次。请先添加或导入订阅者。
admin-send-do = 发送给这些读者
admin-go-back = 返回
admin-cancel-title = { $kind ->
    [weekly] 取消截至{ $date }一周的精选？
   *[other] 取消{ $date }的精选？
}
admin-cancel-what = 仍在等待的读者不会收到，正在发出的邮件仍会送达。这一天不能再生成其他精选。此操作无法撤销。
admin-cancel-do = 永久取消

## Operators: keys

admin-keys-what = 程序通过密钥使用 API，权限以您所选的为限。
admin-keys-master = 环境变量 ADMIN_API_KEY 同样有效，并拥有全部权限。
admin-keys-none = 尚未创建密钥。
admin-keys-used = 最近使用 { $at }
admin-keys-never = 从未使用
admin-keys-made = 创建于 { $at }
admin-keys-revoked = 吊销于 { $at }
admin-keys-expires = { $at } 到期
admin-keys-expired = 已于 { $at } 到期
admin-keys-revoke = 吊销…
admin-keys-revoke-do = 永久吊销
admin-key-new = 新密钥
admin-key-name = 名称
admin-key-scopes = 权限
admin-key-days = 有效期
admin-key-days-count = { $days } 天
admin-key-forever = 永久
admin-key-button = 创建密钥
admin-key-shown = 请立即复制此密钥。它不会再次显示。
admin-key-label = 新密钥
admin-key-name-error = 请输入 1 到 100 个字符的名称。
admin-key-scopes-error = 请至少选择一项权限。
admin-scope-papers-read = 读取论文
admin-scope-papers-write = 添加、导入和抓取论文
admin-scope-subscribers-read = 读取订阅者，包括其地址
admin-scope-subscribers-write = 添加、更改、导入和删除订阅者
admin-scope-digests-read = 读取精选，包括草稿
admin-scope-digests-write = 生成并【发送】精选，暂停和取消

## Operators: subscribers

admin-subscribers = 订阅者
subscribers-more = 更多订阅者操作
subscribers-export = 导出 CSV
subscribers-status = 状态
subscribers-all = 全部
subscribers-find = 按地址搜索
subscribers-none = 还没有订阅者。他们会通过首页的表单订阅，您也可以在这里添加。
subscribers-nothing = 没有匹配的订阅者。
subscribers-all-link = 显示全部
subscribers-address = 地址
subscribers-since = 起始日期
subscribers-gets = 接收
subscribers-weekly = 每周一次，周一
subscribers-first = 回到最新
subscribers-older = 更早
subscriber-missing = 找不到这位订阅者
    .detail = 其数据可能已被删除。
subscriber-title = 订阅者 { $id }
subscriber-not-now = 目前无法执行此操作。当前情况如下。
subscriber-known = 此地址已存在。没有任何更改。
subscriber-suppressed = 此地址已屏蔽
subscriber-suppressed-bounced = 自 { $at } 起：发往该地址的邮件无法送达。
subscriber-suppressed-blocked = 自 { $at } 起：被运营者或导入的名单屏蔽。
subscriber-suppressed-complained = 自 { $at } 起：对方将邮件举报为垃圾邮件。
subscriber-evidence = 详细信息
subscriber-lift = 解除屏蔽…
subscriber-lift-bounced = 请在确认该地址已恢复可用后再操作。订阅者将恢复之前的状态；如再次退信，该地址会再次被屏蔽。
subscriber-lift-blocked = 这不会恢复订阅；对方可以重新订阅。
subscriber-lift-complained = 仅在对方要求时操作。这不会恢复订阅；对方可以重新订阅。
subscriber-lift-do = 解除屏蔽
subscriber-facts = 接收设置
subscriber-since = 自 { $at }
subscriber-why = 退订原因
subscriber-default = 默认设置（{ $value }）
subscriber-no-topics = 无：当日热门论文
subscriber-created = 首次出现
subscriber-consents = 同意记录
subscriber-consents-none = 没有记录：尚未确认订阅。
subscriber-digests = 最近的精选
subscriber-digest = 精选
subscriber-digests-none = 还没有。
subscriber-mails = 其他邮件
subscriber-mail = 邮件
subscriber-mails-none = 近期没有。
subscriber-when = 时间
subscriber-next = 下次尝试 { $at }
subscriber-do = 操作
subscriber-ask = 重新发送确认邮件
subscriber-ask-what = 每向同一邮箱发送一封确认邮件，等待时间会加长：十分钟、一小时、一天，之后为一周。
subscriber-pause-open = 直到手动结束
subscriber-resume = 结束暂停
subscriber-resume-what = 从下一期起恢复发送。
subscriber-data = 下载其数据
subscriber-data-what = 保存的关于此人的全部数据，供其索取时使用。
subscriber-unsubscribe = 为其退订…
subscriber-unsubscribe-what = 将不再发送任何邮件。只有对方本人可以重新订阅。
subscriber-unsubscribe-do = 退订
subscriber-erase = 删除其数据…
subscriber-erase-what = 地址、同意记录和邮件记录将立即删除。数据库中仅保留带密钥哈希值，以免再次导入该地址。此操作无法撤销。
subscriber-erase-do = 永久删除
suppressions-erased = 已删除的地址
suppressions-what = 这些地址永久退信、曾将我们举报为垃圾邮件，或被运营者或导入的名单屏蔽。只有运营者可以解除屏蔽。
suppressions-link = 已屏蔽的地址
suppressions-lift = 解除屏蔽…
suppressions-add = 屏蔽地址
suppressions-add-button = 屏蔽地址
suppressions-add-what = 我们不会再向此地址发送邮件；如果该地址已订阅，订阅也会结束。
subscriber-new = 添加订阅者
subscriber-new-button = 添加
subscriber-new-refused = 未添加：{ $reason }。
subscriber-topics-hint = 以逗号分隔；留空则为当日热门论文。

refused-erased = 对方已删除数据；只有本人可以重新订阅
refused-moved = 对方已改用其他地址；只有本人可以重新订阅此地址
refused-suppressed = 此地址已屏蔽
refused-unsubscribed = 对方已退订；只有本人可以重新订阅
refused-bounced = 发往此地址的邮件无法送达
refused-complained = 对方曾将邮件举报为垃圾邮件

consent-returned-weekly = 退订后在页面上恢复订阅，改为每周一期
consent-returned-paused = 退订后在页面上恢复订阅，处于暂停状态
consent-address-changed = 已更改地址，两个邮箱均已确认

rejected-listed-paused = 在该名单中已暂停；若导入会立即收到邮件（{ $cell }）
rejected-listed-inactive = 在该名单中未启用，不会收到邮件（{ $cell }）
rejected-listed-deleted = 在该名单中已删除（{ $cell }）
rejected-unknown-status = 未知状态（{ $cell }），可能表示已退订。请改为 active、pending 或 unsubscribed
rejected-row-length = 该行的单元格数与首行不同，无法确定哪一个是状态
rejected-unreadable = 无法读取该行：{ $detail }
rejected-unclosed-quote = 该行有未闭合的引号
rejected-too-long = 该行超过一百万个字符
notice-repeated = 与第 { $line } 行地址相同，已合并
notice-here = 已离开该名单（{ $status }），但在此处仍为订阅状态；未作更改
notice-departed = 已离开该名单（{ $status }）；在此处的订阅已结束
column-address = 地址
column-status = 是否可以发送邮件
column-preference = 偏好设置
column-consent = 同意记录
column-date = 日期
column-own = 历史记录

answer-suppressed = 此地址自 { $at } 起被屏蔽：邮件无法送达。服务器的答复见下文。
answer-complained = 此地址自 { $at } 起被屏蔽：对方将邮件举报为垃圾邮件。
answer-blocked = 此地址自 { $at } 起被运营者或导入的名单屏蔽。详情见下文。
answer-pending = 尚未确认订阅，因此不会发送精选。最近一封确认邮件发于 { $at }。
answer-not-asked = 尚未确认订阅，因此不会发送精选。还没有发过确认邮件。
answer-paused = 已暂停，直到有人结束暂停。
answer-paused-until = 已暂停至{ $date }。
answer-left = 已于 { $at } 退订。只有本人可以重新订阅。
answer-left-once = 已退订。只有本人可以重新订阅。
answer-closed = 不会发送精选：发往此地址的邮件曾被退回，或被举报为垃圾邮件。
answer-none = 订阅有效，但还没有到期的精选。
answer-sent = 邮件中继已于 { $at } 接收最近一期精选。如果不在收件箱中，很可能在垃圾邮件文件夹。
answer-deferred = 最近一期精选尚未发出，将于 { $at } 重试。原因见下文。
answer-uncertain = 连接于 { $at } 中断，邮件服务器尚未答复：最近一期精选可能已送达，也可能没有。
answer-failed = 最近一期精选未能送达。原因见下文。
answer-skipped = 最近一期精选没有发送。原因见下文。
answer-queued = 最近一期精选正在发送，应发时间为 { $at }。

mail-kind-confirmation = 确认订阅
mail-kind-welcome = 欢迎
mail-kind-reminder = “您已订阅”
mail-kind-manage = 数据链接
mail-kind-address-confirm = 更改地址：发往新地址
mail-kind-address-notice = 更改地址：发往旧地址

consent-legend = 已征得同意吗？
consent-given = 是，立即启用
consent-source = 在何处同意
consent-source-hint = 会随每个地址保存，例如“春季研讨会报名表”。
consent-since = 同意日期（如已知）
consent-note = 备注（可选）
consent-ask-one = 先征求同意：发送一封确认邮件
consent-ask-many = 先征求同意：向每个地址发送确认邮件
consent-error-agreed = 请说明是否已征得同意。
consent-error-source = 请用 1 至 200 个字符说明在何处同意。
consent-error-since = 请选择一个不晚于今天的日期。
consent-error-note = 请缩短至 1,000 个字符以内。

## Operators: import

import-link = 导入
import-file = 文件，最大 { $size } MB
import-paste = 或粘贴到这里
import-look = 预览
import-look-what = 此时不会保存任何内容。
import-do = 导入
import-columns = 名单可以包含的内容
import-columns-what = 电子表格程序生成的 CSV（逗号、分号或制表符）、JSON、每行一个 JSON 对象，或每行一个地址。列的顺序不限；只有地址是必需的：
import-large = 超过 { $size } MB 的名单请通过命令行导入：
import-error-empty = 请选择文件，或粘贴其内容。
import-error-too-large = 超过 { $size } MB。请通过命令行导入。
import-error-date = 请选择日期，例如 2026-03-14。
list-empty = 不是订阅者名单
    .detail = 文件是空的。
list-no-addresses = 不是订阅者名单
    .detail = 没有找到电子邮件地址列。请在首行将该列命名为“email”。
list-two-columns = 列名重复
    .detail = 首行有两个“{ $column }”列，请删除其中一个。
list-not-json = 不是 JSON
    .detail = 这不是 JSON 格式的订阅者名单：应为 [ … ] 或 {"{"} "items": [ … ] {"}"}。
list-lost = 已不可用
    .detail = 数据库已重启，请重新上传名单。
papers-not-page = 不是 Daily Papers 页面
    .detail = 这不是复制的 Daily Papers 页面，读取中断于：{ $reason }
papers-not-arxiv = 不是 arXiv 数据
    .detail = 这不是 arXiv API 的响应：{ $reason }
papers-not-json = 不是 JSON
    .detail = 这不是 JSON 格式的论文列表：{ $reason }
papers-too-many = 论文过多
    .detail = 文件中的论文超过 { $maximum } 篇，请拆分后再导入。
subscribers-import = 导入订阅者
subscribers-import-what = 您会先看到预览。已退订、举报过垃圾邮件、已删除数据的人以及被退信的地址不会重新添加；已离开所导入名单的人会按其状态保存，不会收到邮件。
papers-import = 导入论文
papers-import-what = 已有的论文会被更新；人工编辑过的内容保持不变。
papers-import-format = 格式
papers-format-page = 复制为文本的 Daily Papers 页面
papers-format-json = JSON，论文列表
papers-format-ndjson = 每行一个 JSON 对象
papers-format-arxiv = arXiv API 的响应（Atom）
papers-import-date = 收录日期
papers-import-date-hint = 留空则使用文本中的日期；没有日期时使用今天。
papers-fetch = 立即抓取
papers-fetched = 抓取结果

job-missing = 已不可用
    .detail = 导入和抓取的记录只保留一天。
job-running = 正在进行…
job-again = 刷新
job-interrupted = 已中断：程序已停止。可能已导入部分行；可以放心地重新执行。
job-failed = 任务失败，原因见服务器日志。可以放心地重新执行。
job-unread = 读取名单时程序停止。请重新上传。
job-product = 识别为 { $product } 的导出文件。
job-columns = 列
job-unread-columns = 未使用：{ $columns }
job-departed = 按已退订或已屏蔽保存
job-active = 有效
job-pending = 未确认
job-unsubscribed = 已退订
job-suppressed = 已屏蔽
job-notices-title = 提示
job-departures = 同时退订或屏蔽已离开该名单的订阅者
job-would = 预览
job-did = 结果
job-read = 已读取
job-would-add = 将添加
job-added = 已添加
job-updated = 已更新
job-unchanged = 未更改
job-rejected = 已拒绝
job-consent = 记录的同意来源：{ $source }。
job-asked = 将向其中 { $number } 个地址发送确认邮件。
job-import = 导入 { $number } 位订阅者
job-redo = 重新导入
job-other = 换一份名单
job-nothing = 无需执行任何操作。
job-rejected-title = 被拒绝的行
job-rejected-more = 还有 { $number } 行。
job-line = 行
job-skipped = 无法读取的条目

## Operators: papers

papers-more = 更多论文操作
papers-find = 搜索论文
papers-day = 日期
papers-show = 显示
papers-older = 更多
papers-sources = 来源
paper-new = 添加论文
paper-new-what = 只有标题是必需的。来源不会覆盖您填写的内容。
paper-new-button = 添加
paper-edit = 编辑：{ $title }
paper-edit-what = 抓取和导入都不会覆盖您的更改。已有的精选保留原来的内容。
paper-yours = 已人工编辑
paper-title = 标题
paper-authors = 作者
paper-lines-hint = 每行一个。
paper-author-count = 作者人数
paper-organization = 机构
paper-author-count-hint = 名字不全时填写。
paper-listed-on = 收录日期
paper-published-on = 发表日期
paper-arxiv = arXiv 编号
paper-doi = DOI
paper-categories = 类别
paper-keywords = 关键词
paper-error-title = 请填写 1 至 1,000 个字符的标题。
paper-error-abstract = 请缩短至 50,000 个字符以内。
paper-error-summary = 请缩短至 5,000 个字符以内。
paper-error-authors = 请每行填写一个姓名，最多 300 个字符。
paper-error-organization = 请缩短至 300 个字符以内。
paper-error-number = 请输入整数，或留空。
paper-error-link = 请输入以 https:// 或 http:// 开头的完整网址。
paper-error-arxiv = 请输入 arXiv 编号，例如 2510.12345。
paper-error-doi = 请输入 DOI，例如 10.1000/xyz。
paper-error-lines = 请每行填写一个，最多 100 个字符。

sources-what = 每小时检查各来源，获取新论文和最近七天论文的最新数据。
sources-sample = 未设置来源（PAPER_SOURCES）：论文为虚构示例。
sources-usual = 此时通常约 { $papers } 篇
sources-bars = 最近 { $number } 次抓取，最新的在右侧
sources-bar = { $at }：{ $papers } 篇
sources-last = 最近 { $number } 次抓取
sources-papers = 当日论文
sources-source = 来源
sources-outcome = 结果
source-failure-http-status = 返回了 { $status }
source-failure-unreachable = 无法连接
source-failure-timeout = 超时
source-failure-pause = 要求暂停请求，暂停尚未结束
source-failure-redirect = 重定向到 { $target }，这是不允许的
source-failure-too-large = 返回的内容超过 { $megabytes } MB
source-failure-format = 返回的内容不是 { $format }
source-failure-message = 返回：{ $message }
source-failure-incomplete = 返回了 { $expected } 条中的 { $received } 条
source-failure-too-many = 条目多于已读取的 { $received } 条
source-failure-few-papers = { $papers } 篇论文，此时通常约有 { $usual } 篇

## API page

api-title = API
api-key-html = 请以 <code>{ $header }</code> 的形式发送密钥。
api-description-html = 机器可读的说明：<a href="{ $link }">openapi.json</a>。
api-operations = 操作
api-lists = 列表包含 items 和 nextCursor：把 nextCursor 作为 cursor 传入即可获取下一页。
api-refusals = 错误以 application/problem+json（RFC 9457）返回：detail 说明问题所在和解决方法。
api-scope = 密钥所需权限：
api-parameters = 参数
api-body = 请求正文
api-answers = 响应
api-example = 示例
api-schemas = 数据结构

## Error pages

error-home = 前往今天的论文

error-400 = 请求有误
    .detail = 请返回后重试。
error-404 = 未找到
    .detail = 找不到此页面。
error-405 = 此处不支持
    .detail = 此地址不接受这种请求。请返回后重试。
error-409 = 内容已变化
    .detail = 请刷新页面后重试。
error-410 = 此页面已不存在
    .detail = 原来的内容已被移除。
error-413 = 内容过大
    .detail = 请改用较小的内容再试。
error-415 = 不支持的格式
    .detail = 我们无法读取这类内容。
error-422 = 请检查您的输入
    .detail = 地址或表单中的某些内容无效。
error-500 = 我们这边出错了
    .detail = 问题已记录。请一分钟后重试。
error-503 = 暂时无法访问
    .detail = 没有丢失任何内容，请一分钟后重试。

image-busy = 同时请求的图片过多
    .detail = 请过几秒再试。

too-often = 请求过多
    .detail = 请稍候，{ $seconds } 秒后再试。
