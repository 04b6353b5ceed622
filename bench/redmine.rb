# Processor time of Redmine's own pages, inside its own process and without a web server around it, which favours it.
# Run by redmine.py: bundle exec rails runner redmine.rb
Setting.per_page_options = '25,50,100,300,3000'
Setting.gantt_items_limit = 330
Setting.login_required = '0'
user = User.find_by(login: 'admin')
user.update_columns(must_change_passwd: false)
names = %w[Victims Offenders Communities Transformation Prevention]
statuses = IssueStatus.order(:id).to_a
tracker = Tracker.first
priority = IssuePriority.default || IssuePriority.first

issues = lambda do |size|
  project = Project.find_by(identifier: "plan#{size}") || Project.create!(name: "Plan #{size}", identifier: "plan#{size}", enabled_module_names: %w[issue_tracking gantt], trackers: [tracker])
  missing = size - project.issues.count
  if missing > 0
    now = Time.now.utc
    rows = (1..missing).map do |n|
      { project_id: project.id, tracker_id: tracker.id, status_id: statuses[n % statuses.size].id, priority_id: priority.id,
        author_id: user.id, assigned_to_id: user.id, done_ratio: (n % 10) * 10,
        subject: "Deliver piece of work number #{n} with partners across the county so that it lasts (#{names[n % 5]})",
        description: "Stage 0 of the work on item #{n} is under way with partners.", start_date: Date.new(2026, 1, 1),
        due_date: Date.new(2027, n % 12 + 1, n % 28 + 1), lock_version: 0, is_private: false, created_on: now, updated_on: now }
    end
    rows.each_slice(50) { |slice| Issue.insert_all(slice) }
    Issue.where(project_id: project.id).update_all('root_id = id, lft = 1, rgt = 2')
  end
  project
end

session = ActionDispatch::Integration::Session.new(Rails.application)
session.host! 'localhost'
session.get '/login'
token = session.response.body[/name="authenticity_token" value="([^"]+)"/, 1]
user.password = user.password_confirmation = 'a long enough passphrase'
user.save!(validate: false)
session.post '/login', params: { username: 'admin', password: 'a long enough passphrase', authenticity_token: token }

measure = lambda do |what, path, times|
  3.times { session.get path }
  raise "#{path}: #{session.response.status}" unless session.response.status == 200
  before = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
  times.times { session.get path }
  took = (Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - before) * 1000 / times
  puts "#{what}\t#{took.round(1)}\t#{session.response.body.bytesize}"
  $stdout.flush
end

measure.call('list of 100', "/projects/#{issues.call(100).identifier}/issues?per_page=100", 10)
measure.call('list of 300', "/projects/#{issues.call(300).identifier}/issues?per_page=300", 5)
big = issues.call(3000)
measure.call('list of 3,000 on one page', "/projects/#{big.identifier}/issues?per_page=3000", 2)
measure.call('100 of 30,000', "/projects/#{issues.call(30_000).identifier}/issues?per_page=100", 5)
measure.call('Gantt of 330', "/projects/#{issues.call(330).identifier}/issues/gantt?months=12&year=2026&month=1", 3)
measure.call('PDF of 330 rows', "/projects/plan330/issues.pdf", 3)
issue = big.issues.first
missing = 500 - Journal.where(journalized_id: issue.id).count
if missing > 0
  now = Time.now.utc
  rows = (1..missing).map { |n| { journalized_id: issue.id, journalized_type: "Issue", user_id: user.id, notes: "Stage #{n} of the work is under way with partners.", created_on: now, private_notes: false } }
  Journal.insert_all(rows)
end
measure.call('an issue with 500 entries', "/issues/#{issue.id}", 3)
measure.call('issues assigned to me', '/issues?assigned_to_id=me&set_filter=1&per_page=100', 5)
